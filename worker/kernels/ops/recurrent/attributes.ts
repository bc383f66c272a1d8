import type { TensorInfo } from '@tensorflow/tfjs-core';

/** Names and attributes of the kernels of recurrent layers. */

export const LSTM_FORWARD = 'LstmForward';
export const LSTM_BACKWARD = 'LstmBackward';
export const GRU_FORWARD = 'GruForward';
export const GRU_BACKWARD = 'GruBackward';
export const LSTM_WEIGHTS_GRAD = 'LstmWeightsGrad';
export const GRU_WEIGHTS_GRAD = 'GruWeightsGrad';

export interface SequenceAttributes {
  steps: number;
  /** Whether the steps run from the last time to the first. */
  backwards: boolean;
  /** See activations.ts. */
  activation: number;
  recurrentActivation: number;
}

/** The sizes of an input, [batch, steps, inputs] or the same in each step: [batch, inputs]. */
export function sequenceOf({ shape }: TensorInfo, attrs: object) {
  const { steps } = attrs as SequenceAttributes;
  return { batch: shape[0]!, steps, size: shape.at(-1)!, repeated: shape.length === 2 ? 1 : 0 };
}

/** What the exports take after the addresses: sizes, direction, activations. */
export function sequenceArguments(sizes: number[], attrs: object): number[] {
  const { backwards, activation, recurrentActivation } = attrs as SequenceAttributes;
  return [...sizes, Number(backwards), activation, recurrentActivation];
}

/** Addresses of tensors, 0 for those that are not there. */
export function addresses(
  wasm: { address(tensor: TensorInfo): number },
  ...tensors: (TensorInfo | undefined)[]
): number[] {
  return tensors.map((tensor) => (tensor ? wasm.address(tensor) : 0));
}
