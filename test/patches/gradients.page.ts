// Holds gradients, and gradients of gradients, against central differences on one backend.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import type { BackendName } from '../../src/protocol';
import { type GradientCase, gradientCases } from './gradient-cases';

export interface GradientResult {
  name: string;
  /** Largest |slope − difference| / (1 + largest |difference|), over all directions tried. */
  first: number;
  second: number;
  failure?: string;
}

const STEP = 1e-2;
const DIRECTIONS = 3; // an input

export async function start(backend: BackendName, threads = 2): Promise<void> {
  const openers = {
    cpu: () => import('../../worker/backend/cpu'),
    wasm: () => import('../../worker/backend/wasm'),
    webgpu: () => import('../../worker/backend/webgpu'),
  };
  const { open } = await openers[backend]();
  await open({ backends: [backend], assetsUrl: '/dist/', threads });
  if (!(await tf.setBackend(backend))) throw new Error(`The ${backend} backend did not start.`);
}

export async function run(pattern?: string): Promise<GradientResult[]> {
  const results: GradientResult[] = [];
  for (const one of gradientCases.filter(({ name }) => !pattern || new RegExp(pattern).test(name))) {
    tf.engine().startScope();
    try {
      results.push({ name: one.name, ...(await check(one)) });
    } catch (error) {
      results.push({ name: one.name, first: Infinity, second: Infinity, failure: (error as Error).message });
    } finally {
      tf.engine().endScope();
    }
  }
  return results;
}

type F = (...inputs: tf.Tensor[]) => tf.Tensor;

async function check({
  f,
  shapes,
  second,
  values,
}: GradientCase): Promise<{ first: number; second: number }> {
  const inputs = shapes.map((shape, i) => tf.tensor(valuesOf(shape, i, values), shape));
  const weighted: F = (...xs) => {
    const y = f(...xs);
    return tf.sum(tf.mul(y, wave(y.shape, 0.9)));
  };
  // A number that depends on all gradients: their weighted sum and their size, as a penalty has it.
  const penalty: F = (...xs) =>
    tf.addN(
      tf
        .grads(weighted)(xs)
        .map((gradient, i) =>
          tf.add(
            tf.sum(tf.mul(gradient, wave(gradient.shape, 0.4 + i))),
            tf.mul(0.5, tf.sum(tf.square(gradient))),
          ),
        ),
    );
  return {
    first: await worst(weighted, inputs),
    second: second === false ? 0 : await worst(penalty, inputs),
  };
}

/** The slope along some directions, by the gradient and by differences. */
async function worst(f: F, inputs: tf.Tensor[]): Promise<number> {
  const gradients = tf.grads(f)(inputs);
  let largest = 0;
  for (const [i, gradient] of gradients.entries()) {
    for (let direction = 0; direction < DIRECTIONS; direction++) {
      const along = wave(gradient.shape, 1.7 + 0.6 * direction);
      const slope = await numberOf(() => tf.sum(tf.mul(gradient, along)));
      const at = (step: number) =>
        numberOf(() => f(...inputs.map((x, k) => (k === i ? tf.add(x, tf.mul(along, step)) : x))));
      const difference = ((await at(STEP)) - (await at(-STEP))) / (2 * STEP);
      largest = Math.max(largest, Math.abs(slope - difference) / (1 + Math.abs(difference)));
      if (Number.isNaN(slope)) return Number.POSITIVE_INFINITY;
    }
  }
  return largest;
}

async function numberOf(compute: () => tf.Tensor): Promise<number> {
  const result = tf.tidy(compute);
  const [value] = await result.data();
  result.dispose();
  return value!;
}

function wave(shape: number[], step: number): tf.Tensor {
  const count = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(
    Float32Array.from({ length: count }, (_, i) => Math.cos(step * i + step)),
    shape,
  );
}

/** `apart`: no two nearer than a few steps to each other, nor any to a place where functions bend. */
function valuesOf(shape: number[], seed: number, kind?: 'positive' | 'apart'): Float32Array {
  const count = shape.reduce((a, b) => a * b, 1);
  if (kind === 'apart') {
    const places = Float32Array.from(
      { length: count },
      (_, i) => (2.6 * (i + 0.37 + 0.31 * seed)) / count - 1.3,
    );
    return places.map((_, i) => places[(i * stride(count) + 1) % count]!);
  }
  const values = Float32Array.from({ length: count }, (_, i) => 1.3 * Math.sin(2.1 * i + seed + 0.3));
  return kind === 'positive' ? values.map((value) => 0.3 + Math.abs(value)) : values;
}

/** A number that has no divisor in common with the count, so that its multiples visit every place. */
function stride(count: number): number {
  const common = (a: number, b: number): number => (b === 0 ? a : common(b, a % b));
  for (let step = Math.max(2, Math.round(count * 0.618)); ; step++)
    if (common(step, count) === 1) return step;
}
