import { engine, matMul, type NamedTensorMap, reshape, sum, type Tensor } from '@tensorflow/tfjs-core';
import {
  GRU_BACKWARD,
  GRU_FORWARD,
  GRU_WEIGHTS_GRAD,
  LSTM_BACKWARD,
  LSTM_FORWARD,
  LSTM_WEIGHTS_GRAD,
  type SequenceAttributes,
} from '../ops/recurrent';

// The operation behind a recurrent layer: a whole sequence as one node of the tape.

const kernels = {
  lstm: { forward: LSTM_FORWARD, backward: LSTM_BACKWARD, weights: LSTM_WEIGHTS_GRAD },
  gru: { forward: GRU_FORWARD, backward: GRU_BACKWARD, weights: GRU_WEIGHTS_GRAD },
} as const;

export type CellKind = keyof typeof kernels;

export interface SequenceInputs {
  /** [batch, steps, inputs], or [batch, inputs] for the same in each step */
  x: Tensor;
  /** [inputs, gates · units] */
  kernel: Tensor;
  /** [units, gates · units] */
  recurrent: Tensor;
  /** [gates · units] */
  bias?: Tensor;
  /** [batch, units] */
  h0?: Tensor;
  /** [batch, units], with h0; LSTM only */
  c0?: Tensor;
}

type Gradients = Record<string, () => Tensor>;

/** TensorFlow.js' own `customGrad` is this with a single output, and computes also the gradients nobody asks for. */
interface CustomEngine {
  runKernelFunc(operation: {
    forwardFunc(backend: unknown, save: (tensors: Tensor[]) => void): Tensor[];
    backwardsFunc(dys: Tensor | Tensor[], saved: Tensor[]): Gradients;
    inputs: NamedTensorMap;
  }): Tensor[];
}

/**
 * Runs a cell over a sequence on a backend that has our kernels. Gives what is asked for, in this order: the
 * outputs of all steps [batch, steps, units], the last output [batch, units], the last states other than that
 * (LSTM: the carry).
 */
export function runSequence(
  kind: CellKind,
  inputs: SequenceInputs,
  attributes: SequenceAttributes,
  wanted: { hidden: boolean; last: boolean; states: boolean },
): Tensor[] {
  const { forward, backward, weights } = kernels[kind];
  const attrs = { ...attributes };
  const given = defined(inputs);
  const names = Object.keys(given);
  const outputs = [
    ...(wanted.hidden ? ['dHidden'] : []),
    ...(wanted.last ? ['dLastH'] : []),
    ...(wanted.states && kind === 'lstm' ? ['dLastC'] : []),
  ];
  return (engine() as unknown as CustomEngine).runKernelFunc({
    inputs: given,
    forwardFunc(_, save) {
      const [hidden, saved, lastH, lastC] = runAll(forward, given, attrs);
      save([...Object.values(given), hidden!, saved!]);
      const all: Record<string, Tensor | undefined> = { dHidden: hidden, dLastH: lastH, dLastC: lastC };
      return outputs.map((output) => all[output]!);
    },
    backwardsFunc(dys, tensors) {
      const dyOf = Object.fromEntries([dys].flat().map((dy, i) => [outputs[i]!, dy]));
      const kept = Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
      const { x, kernel, recurrent, h0, c0 } = kept as unknown as SequenceInputs;
      const [hidden, saved] = tensors.slice(names.length) as [Tensor, Tensor];
      const states = defined({ h0, c0 });
      const from = { recurrent, hidden, saved, ...states };
      const [sums, dH0, dC0] = runAll(backward, { ...dyOf, ...from }, attrs) as [Tensor, Tensor, Tensor];
      // What is the same in each step has the sum of the steps' gradients.
      const ofInput = x.rank === 2 ? sum(sums, 1) : sums;
      const rows = (tensor: Tensor) => reshape(tensor, [-1, tensor.shape.at(-1)!]);
      return {
        x: () => reshape(matMul(rows(ofInput), kernel, false, true), x.shape),
        kernel: () => matMul(rows(x), rows(ofInput), true, false),
        recurrent: () => runAll(weights, { hidden, saved, sums, ...defined({ h0 }) }, attrs)[0]!,
        bias: () => sum(rows(ofInput), 0),
        h0: () => dH0,
        c0: () => dC0,
      };
    },
  });
}

function runAll(kernel: string, inputs: NamedTensorMap, attrs: Record<string, number | boolean>): Tensor[] {
  return [engine().runKernel(kernel, inputs, attrs) as Tensor | Tensor[]].flat();
}

function defined(tensors: object): NamedTensorMap {
  return Object.fromEntries(Object.entries(tensors).filter(([, tensor]) => tensor));
}
