// What a fitted network makes of new examples.
import { dispose, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InvalidInputError, InvalidOptionError } from '../../src/errors';
import type { PredictedNumbers } from '../../src/fit-protocol';
import type { Preprocessing, Values } from '../data/dataset';
import type { ExperimentEvent } from '../experiment';
import { forward } from '../training/fit';
import { readNumbers } from './arrays';
import { fitted } from './fit-data';
import { byName } from './named';
import type { Output, Port } from './outputs';
import { denormalised, isVisitorInput, named, visitorInput } from './visitor-input';

/** What a fitted model keeps besides its network. */
export interface FitSettings {
  inputs: Port[];
  outputs: Output[];
  classes?: string[];
  preprocessing?: Preprocessing;
}

const BATCH = 128;

/**
 * Numbers as in training give the numbers of each output. What a visitor gives to a network trained on a data set
 * gives classes with their probabilities where it tells classes apart, else numbers as the data set had them; of a
 * list, a list.
 */
export async function* predict(
  network: unknown,
  input: unknown,
  { inputs, outputs, classes, preprocessing }: FitSettings,
): AsyncGenerator<ExperimentEvent, unknown, void> {
  const model = network as LayersModel;
  if (!isVisitorInput(input, preprocessing)) {
    const all = yield* compute(model, readInput(input, inputs), outputs);
    return all.length === 1 ? all[0]! : Object.fromEntries(all.map((one, i) => [outputs[i]!.name, one]));
  }
  const column = await visitorInput(input, preprocessing!);
  const shape = fitted(column.shape.slice(1), inputs[0]!.shape) ?? column.shape.slice(1);
  const [first] = yield* compute(model, [{ ...column, shape: [column.shape[0]!, ...shape] }], outputs);
  const { data, shape: all } = first!;
  const size = data.length / all[0]!;
  const each = Array.from({ length: all[0]! }, (_, i) => {
    const values = data.subarray(i * size, (i + 1) * size);
    if (classes) return named(values, classes);
    return { data: denormalised(values.slice(), preprocessing), shape: [1, ...all.slice(1)] };
  });
  return Array.isArray(input) ? each : each[0];
}

async function* compute(
  network: LayersModel,
  columns: readonly Column[],
  outputs: readonly Output[],
): AsyncGenerator<ExperimentEvent, PredictedNumbers[], void> {
  const count = columns[0]!.shape[0]!;
  const parts: Float32Array[][] = outputs.map(() => []);
  const shapes: number[][] = outputs.map(() => []);
  for (let from = 0; from < count; from += BATCH) {
    const results = tidy(() =>
      forward(
        network,
        columns.map((column) => rows(column, from)),
        false,
      ),
    );
    try {
      for (const [i, result] of results.entries()) {
        shapes[i] = result.shape.slice(1);
        parts[i]!.push((await result.data()) as Float32Array);
      }
    } finally {
      dispose(results);
    }
    yield { type: 'work', work: 1 };
  }
  return outputs.map((_, i) => ({ data: joined(parts[i]!), shape: [count, ...shapes[i]!] }));
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

interface Column {
  values: Values;
  shape: number[];
}

function readInput(input: unknown, inputs: readonly Port[]): Column[] {
  try {
    const named = byName(
      input,
      inputs.map(({ name }) => name),
      'input',
    );
    const columns = named.map(({ given, field }, i) => {
      const port = inputs[i]!;
      const { values, shape } = readNumbers(given, field, port.shape);
      const one = fitted(shape.slice(1), port.shape);
      if (one) return { values, shape: [shape[0]!, ...one] };
      const expected = ['examples', ...port.shape.map((n) => n ?? 'any')].join(', ');
      throw new InvalidOptionError(
        field,
        `of shape [${shape.join(', ')}]`,
        `[${expected}], as the input ${port.name} takes`,
      );
    });
    const count = columns[0]!.shape[0]!;
    if (count === 0) throw new InvalidOptionError('input', 'no examples', 'one or more');
    if (columns.some(({ shape }) => shape[0] !== count)) {
      throw new InvalidOptionError('input', 'inputs of different lengths', 'as many examples for each');
    }
    return columns;
  } catch (error) {
    throw error instanceof InvalidOptionError ? new InvalidInputError(error.message) : error;
  }
}

function rows({ values, shape: [count, ...rest] }: Column, from: number): Tensor {
  const size = rest.reduce((product, n) => product * n, 1);
  const length = Math.min(BATCH, count! - from);
  return tensor(Float32Array.from(values.subarray(from * size, (from + length) * size)), [length, ...rest]);
}
