// A whole sequence through an LSTM cell, and its gradients.
import { lstmBackwardArguments, lstmForwardArguments } from '../runtime/assembly-layouts';
import type { TrainingKernel } from '../runtime/kernel';
import {
  addressOf,
  columnsOf,
  LSTM_BACKWARD,
  LSTM_FORWARD,
  LSTM_WEIGHTS_GRAD,
  passArguments,
  type SequenceAttributes,
  type States,
  sequenceOf,
  transposed,
  weightsGradient,
  withPacked,
} from './recurrent';

const GATES = 4;
const SAVED = 6;

/**
 * LstmForward: x [batch, steps, inputs], or [batch, inputs] for the same in each step, kernel [inputs, 4 units], recurrent [units, 4 units], bias [4 units]
 * or none, h0 and c0 [batch, units] or none. Gives hidden [batch, steps, units] in the order of the steps,
 * the gates saved for the gradient [batch, steps, 6 units], and the last output and carry [batch, units].
 */
const lstmForward: TrainingKernel = {
  name: LSTM_FORWARD,
  run({ inputs, attrs }, wasm) {
    const { x, kernel, recurrent, bias, h0, c0 } = inputs;
    const { batch, steps, size, repeated } = sequenceOf(x!, attrs);
    const units = recurrent!.shape[0]!;
    const hidden = wasm.output([batch, steps, units]);
    const saved = wasm.output([batch, steps, SAVED * units]);
    const lastH = wasm.output([batch, units]);
    const lastC = wasm.output([batch, units]);
    const weights = [
      columnsOf(wasm.address(kernel!), size, GATES * units),
      columnsOf(wasm.address(recurrent!), units, GATES * units),
    ];
    withPacked(wasm, weights, (...packed) => {
      wasm.scratchPerThread(wasm.call('lstmForwardScratch', units), (scratch) => {
        const args = lstmForwardArguments({
          x: wasm.address(x!),
          kernel: packed[0]!,
          recurrent: packed[1]!,
          bias: addressOf(wasm, bias),
          h0: addressOf(wasm, h0),
          c0: addressOf(wasm, c0),
          hidden: wasm.address(hidden),
          saved: wasm.address(saved),
          lastH: wasm.address(lastH),
          lastC: wasm.address(lastC),
          ...{ batch, inputs: size, units, repeated, scratch },
          ...passArguments(attrs),
        });
        wasm.parallel('lstmForward', args, wasm.call('recurrentBlocks', batch));
      });
    });
    return [hidden, saved, lastH, lastC];
  },
};

/**
 * LstmBackward: the gradient of the gates' sums [batch, steps, 4 units], in the order of time, and with h0
 * and c0 also theirs. Of the gradients of the outputs dHidden, dLastH, dLastC any may be missing.
 */
const lstmBackward: TrainingKernel = {
  name: LSTM_BACKWARD,
  run({ inputs, attrs }, wasm) {
    const { dHidden, dLastH, dLastC, recurrent, saved, h0, c0 } = inputs;
    const [batch, steps] = saved!.shape as [number, number, number];
    const units = recurrent!.shape[0]!;
    const sums = wasm.output([batch, steps, GATES * units]);
    const initial = h0 && c0 ? [wasm.output(h0.shape), wasm.output(c0.shape)] : [];
    const weights = transposed(columnsOf(wasm.address(recurrent!), units, GATES * units));
    withPacked(wasm, [weights], (packed) => {
      wasm.scratchPerThread(wasm.call('lstmBackwardScratch', units), (scratch) => {
        const args = lstmBackwardArguments({
          dHidden: addressOf(wasm, dHidden),
          dLastH: addressOf(wasm, dLastH),
          dLastC: addressOf(wasm, dLastC),
          recurrent: packed!,
          saved: wasm.address(saved!),
          c0: addressOf(wasm, c0),
          dz: wasm.address(sums),
          dH0: addressOf(wasm, initial[0]),
          dC0: addressOf(wasm, initial[1]),
          ...{ ...passArguments(attrs), batch, steps, units, scratch },
        });
        wasm.parallel('lstmBackward', args, wasm.call('recurrentBlocks', batch));
      });
    });
    return [sums, ...initial];
  },
};

/** LstmWeightsGrad: the gradient of the recurrent weights from hidden, h0 or none, and that of the sums. */
const lstmWeightsGrad: TrainingKernel = {
  name: LSTM_WEIGHTS_GRAD,
  run({ inputs, attrs }, wasm) {
    const { hidden, sums, h0 } = inputs;
    const units = hidden!.shape[2]!;
    const gradient = wasm.output([units, GATES * units]);
    const states: States = { kind: 'before', hidden: hidden!, h0 };
    const { backwards } = attrs as unknown as SequenceAttributes;
    weightsGradient(wasm, states, sums!, backwards, gradient, [0, GATES * units]);
    return gradient;
  },
};

export const lstmKernels: readonly TrainingKernel[] = [lstmForward, lstmBackward, lstmWeightsGrad];
