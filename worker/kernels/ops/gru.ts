// A whole sequence through a GRU cell, and its gradients.
import { gruBackwardArguments, gruForwardArguments } from '../runtime/assembly-layouts';
import type { TrainingKernel } from '../runtime/kernel';
import {
  addressOf,
  columnsOf,
  GRU_BACKWARD,
  GRU_FORWARD,
  GRU_WEIGHTS_GRAD,
  passArguments,
  type SequenceAttributes,
  sequenceOf,
  transposed,
  weightsGradient,
  withPacked,
} from './recurrent';

const GATES = 3;
const SAVED = 4;

/** The recurrent weights of update and reset gate, and those of the candidate. */
function recurrentParts(address: number, units: number) {
  return [
    columnsOf(address, units, GATES * units, 0, 2 * units),
    columnsOf(address, units, GATES * units, 2 * units),
  ];
}

/**
 * GruForward: x [batch, steps, inputs], or [batch, inputs] for the same in each step, kernel [inputs, 3 units], recurrent [units, 3 units], bias [3 units] or
 * none, h0 [batch, units] or none. Gives hidden [batch, steps, units] in the order of the steps, the gates
 * saved for the gradient [batch, steps, 4 units], and the last output [batch, units].
 */
const gruForward: TrainingKernel = {
  name: GRU_FORWARD,
  run({ inputs, attrs }, wasm) {
    const { x, kernel, recurrent, bias, h0 } = inputs;
    const { batch, steps, size, repeated } = sequenceOf(x!, attrs);
    const units = recurrent!.shape[0]!;
    const hidden = wasm.output([batch, steps, units]);
    const saved = wasm.output([batch, steps, SAVED * units]);
    const lastH = wasm.output([batch, units]);
    const weights = [
      columnsOf(wasm.address(kernel!), size, GATES * units),
      ...recurrentParts(wasm.address(recurrent!), units),
    ];
    withPacked(wasm, weights, (...packed) => {
      wasm.scratchPerThread(wasm.call('gruForwardScratch', units), (scratch) => {
        const args = gruForwardArguments({
          x: wasm.address(x!),
          kernel: packed[0]!,
          recurrentGates: packed[1]!,
          recurrent: packed[2]!,
          bias: addressOf(wasm, bias),
          h0: addressOf(wasm, h0),
          hidden: wasm.address(hidden),
          saved: wasm.address(saved),
          lastH: wasm.address(lastH),
          ...{ batch, inputs: size, units, repeated, scratch },
          ...passArguments(attrs),
        });
        wasm.parallel('gruForward', args, wasm.call('recurrentBlocks', batch));
      });
    });
    return [hidden, saved, lastH];
  },
};

/**
 * GruBackward: the gradient of the gates' sums [batch, steps, 3 units], in the order of time, and with h0 also
 * its own. Of the gradients of the outputs dHidden and dLastH either may be missing.
 */
const gruBackward: TrainingKernel = {
  name: GRU_BACKWARD,
  run({ inputs, attrs }, wasm) {
    const { dHidden, dLastH, recurrent, hidden, saved, h0 } = inputs;
    const [batch, steps] = saved!.shape as [number, number, number];
    const units = recurrent!.shape[0]!;
    const sums = wasm.output([batch, steps, GATES * units]);
    const initial = h0 ? [wasm.output(h0.shape)] : [];
    const weights = recurrentParts(wasm.address(recurrent!), units).map(transposed);
    withPacked(wasm, weights, (...packed) => {
      wasm.scratchPerThread(wasm.call('gruBackwardScratch', units), (scratch) => {
        const args = gruBackwardArguments({
          dHidden: addressOf(wasm, dHidden),
          dLastH: addressOf(wasm, dLastH),
          recurrentGates: packed[0]!,
          recurrent: packed[1]!,
          hidden: addressOf(wasm, hidden),
          saved: wasm.address(saved!),
          h0: addressOf(wasm, h0),
          dz: wasm.address(sums),
          dH0: addressOf(wasm, initial[0]),
          ...{ ...passArguments(attrs), batch, steps, units, scratch },
        });
        wasm.parallel('gruBackward', args, wasm.call('recurrentBlocks', batch));
      });
    });
    return [sums, ...initial];
  },
};

/** GruWeightsGrad: the gradient of the recurrent weights, from hidden, saved, h0 or none, and that of the sums. */
const gruWeightsGrad: TrainingKernel = {
  name: GRU_WEIGHTS_GRAD,
  run({ inputs, attrs }, wasm) {
    const { hidden, saved, sums, h0 } = inputs;
    const { backwards } = attrs as unknown as SequenceAttributes;
    const units = hidden!.shape[2]!;
    const gradient = wasm.output([units, GATES * units]);
    const gated = [0, 2 * units] as const;
    weightsGradient(wasm, { kind: 'before', hidden: hidden!, h0 }, sums!, backwards, gradient, gated);
    const candidate = { kind: 'same', saved: saved!, offset: 3 * units } as const;
    weightsGradient(wasm, candidate, sums!, backwards, gradient, [2 * units, GATES * units]);
    return gradient;
  },
};

export const gruKernels: readonly TrainingKernel[] = [gruForward, gruBackward, gruWeightsGrad];
