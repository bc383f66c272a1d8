import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Contract } from '../../runtime/border';
import { all, expect, floats, rank, shaped, wholeNumbers } from './checks';

/** Floats that a step saves for the gradient, for each unit. */
const SAVED = { 3: 4, 4: 6 };

const forward = (gates: 3 | 4): Contract =>
  all(
    floats(),
    rank('x', 2, 3),
    rank('kernel', 2),
    rank('recurrent', 2),
    wholeNumbers('steps'),
    (call, name) => {
      const { x, recurrent } = call.inputs as Record<string, TensorInfo>;
      const units = recurrent!.shape[0]!;
      shaped(call, name, 'recurrent', [units, gates * units]);
      shaped(call, name, 'kernel', [x!.shape.at(-1)!, gates * units]);
      shaped(call, name, 'bias', [gates * units]);
      for (const state of ['h0', 'c0']) shaped(call, name, state, [x!.shape[0]!, units]);
      const steps = call.attrs.steps as number;
      const fits = x!.shape.length === 2 || x!.shape[1] === steps;
      expect(fits, name, () => `x is [${x!.shape}], steps is ${steps}.`);
    },
  );

const backward = (gates: 3 | 4): Contract =>
  all(floats(), rank('saved', 3), rank('recurrent', 2), (call, name) => {
    const [batch, steps] = call.inputs.saved!.shape as [number, number];
    const units = call.inputs.recurrent!.shape[0]!;
    shaped(call, name, 'recurrent', [units, gates * units]);
    shaped(call, name, 'saved', [batch, steps, SAVED[gates] * units]);
    for (const sequence of ['dHidden', 'hidden']) shaped(call, name, sequence, [batch, steps, units]);
    for (const state of ['dLastH', 'dLastC', 'h0', 'c0']) shaped(call, name, state, [batch, units]);
  });

const weights = (gates: 3 | 4): Contract =>
  all(floats(), rank('hidden', 3), (call, name) => {
    const [batch, steps, units] = call.inputs.hidden!.shape as [number, number, number];
    shaped(call, name, 'sums', [batch, steps, gates * units]);
    shaped(call, name, 'saved', [batch, steps, SAVED[gates] * units]);
    shaped(call, name, 'h0', [batch, units]);
  });

export const recurrentContracts: Readonly<Record<string, Contract>> = {
  LstmForward: forward(4),
  LstmBackward: backward(4),
  LstmWeightsGrad: weights(4),
  GruForward: forward(3),
  GruBackward: backward(3),
  GruWeightsGrad: weights(3),
};
