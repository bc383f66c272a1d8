// What a fitted network makes of new examples.
import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
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

/** What a fitted model keeps besides its network. */
export interface FitSettings {
  inputs: Port[];
  outputs: Output[];
  classes?: string[];
  preprocessing?: Preprocessing;
}

const BATCH = 128;

type Prediction = PredictedNumbers | Record<string, PredictedNumbers>;

export async function* predict(
  network: unknown,
  input: unknown,
  { inputs, outputs }: FitSettings,
): AsyncGenerator<ExperimentEvent, Prediction, void> {
  const columns = readInput(input, inputs);
  const count = columns[0]!.shape[0]!;
  const parts: Float32Array[][] = outputs.map(() => []);
  const shapes: number[][] = outputs.map(() => []);
  for (let from = 0; from < count; from += BATCH) {
    const results = tidy(() =>
      forward(
        network as LayersModel,
        columns.map((column) => rows(column, from)),
        false,
      ),
    );
    for (const [i, result] of results.entries()) {
      shapes[i] = result.shape.slice(1);
      try {
        parts[i]!.push((await result.data()) as Float32Array);
      } finally {
        result.dispose();
      }
    }
    yield { type: 'work', work: 1 };
  }
  const all = outputs.map(({ name }, i): [string, PredictedNumbers] => {
    const size = parts[i]!.reduce((sum, part) => sum + part.length, 0);
    const data = new Float32Array(size);
    let at = 0;
    for (const part of parts[i]!) {
      data.set(part, at);
      at += part.length;
    }
    return [name, { data, shape: [count, ...shapes[i]!] }];
  });
  return all.length === 1 ? all[0]![1] : Object.fromEntries(all);
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
