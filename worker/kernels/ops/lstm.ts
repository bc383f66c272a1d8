import type { TrainingKernel } from '../runtime/kernel';
import {
  addresses,
  columnsOf,
  LSTM_BACKWARD,
  LSTM_FORWARD,
  LSTM_WEIGHTS_GRAD,
  type SequenceAttributes,
  type States,
  sequenceArguments,
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
        const at = addresses(wasm, bias, h0, c0, hidden, saved, lastH, lastC);
        const args = [wasm.address(x!), ...packed, ...at];
        args.push(...sequenceArguments([batch, steps, size, units, repeated], attrs), scratch);
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
        const gradients = addresses(wasm, dHidden, dLastH, dLastC);
        const args = [...gradients, packed!, ...addresses(wasm, saved, c0, sums, initial[0], initial[1])];
        args.push(...sequenceArguments([batch, steps, units], attrs), scratch);
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
