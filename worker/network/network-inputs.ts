// The arrays that a network takes, as a page gives them.
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InvalidInputError } from '../../src/errors';
import type { ArraySource, ModelArray } from '../../src/protocol';
import { numbers } from '../data/arrays';
import type { NetworkInput } from '../experiment';

/**
 * The first axis counts the examples.
 * @throws InvalidInputError for arrays that the network does not take; InvalidOptionError for what is no array
 */
export function networkInputs(network: LayersModel, input: unknown): NetworkInput[] {
  const several = network.inputs.length > 1;
  const list = several ? (Array.isArray(input) ? input : []) : [input];
  const wanted = network.inputs.map(({ shape }) => shape);
  const show = (shape: readonly (number | null)[]) => `[${shape.map((n) => n ?? 'any').join(', ')}]`;
  const allowed = `the network takes ${wanted.map(show).join(' and ')}`;
  if (list.length !== wanted.length)
    throw new InvalidInputError(`${list.length} arrays were given, but ${allowed}.`);
  return list.map((one, i) => {
    const { values: data, shape } = numbers(one as ArraySource, several ? `input[${i}]` : 'input');
    const fits =
      shape.length === wanted[i]!.length && wanted[i]!.every((n, axis) => n === null || n === shape[axis]);
    if (!fits) throw new InvalidInputError(`An array of ${show(shape)} was given, but ${allowed}.`);
    return { shape, data: data instanceof Uint8Array ? Float32Array.from(data) : data };
  });
}

/** Whether a page means an array of the network, rather than what an experiment takes. */
export function isShaped(value: unknown): value is ModelArray {
  return typeof value === 'object' && value !== null && 'shape' in value && 'data' in value;
}

/** Inputs as tensors; the caller disposes them. */
export function inputTensors(network: LayersModel, inputs: readonly NetworkInput[]): Tensor[] {
  return inputs.map(({ data, shape }, i) => {
    const whole = network.inputs[i]?.dtype === 'int32';
    return whole ? tensor(Int32Array.from(data), shape, 'int32') : tensor(Float32Array.from(data), shape);
  });
}
