// The models of real Keras, and how what is answered compares with what Keras answers.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { root } from '../../scripts/run.mjs';
import type { Answered, Given } from './interop.page';
import type { Recipe } from './values';

interface Expected {
  /** The version of Keras. */
  keras: string;
  inputs: Recipe[];
  outputs: { shape: number[]; values: number[] }[];
}

const folder = join(root, 'test/interop/models');

/** By file. */
export const expected: Record<string, Expected> = JSON.parse(
  readFileSync(join(folder, 'expected.json'), 'utf8'),
);

const TOLERANCE = 1e-5;

/** The files with what they are to be asked. */
export function given(): Given[] {
  return Object.entries(expected).map(([name, { inputs }]) => ({
    ...{ name, inputs },
    bytes: new Uint8Array(gunzipSync(readFileSync(join(folder, `${name}.gz`)))),
  }));
}

/** What is not as in Keras, in sentences. */
export function faults(answered: readonly Answered[]): string[] {
  const found: string[] = [];
  for (const { name, outputs, error, left } of answered) {
    if (error) found.push(`${name}: ${error}`);
    if (left !== 0) found.push(`${name} leaves ${left} tensors`);
    if (!outputs) continue;
    for (const [i, { shape, values }] of expected[name]!.outputs.entries()) {
      const one = outputs[i];
      const difference = Math.max(
        ...values.map((value, k) => Math.abs(value - (one?.values[k] ?? Number.NaN))),
      );
      if (String(one?.shape) !== String(shape)) found.push(`${name}: shape ${one?.shape} for ${shape}`);
      else if (!(difference <= TOLERANCE)) found.push(`${name}, output ${i}: off by ${difference}`);
    }
  }
  return found;
}
