import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import { registerTrainingBackend, type TrainingBackendOptions } from '../../worker/kernels/index';
import type { CaseFile, KernelCase, KernelCheck } from './case';
import { seededRandom } from './random';

export interface HarnessOptions extends TrainingBackendOptions {
  seed?: number;
}

export interface CaseResult {
  readonly name: string;
  /** Largest |ours - cpu| / (1 + max |cpu|) over all outputs. */
  readonly error: number;
  readonly tolerance: number;
  /** Why it failed; undefined where it passed. */
  readonly failure?: string;
}

export interface Report {
  readonly threads: number;
  readonly relaxedSimd: boolean;
  readonly startMs: number;
  readonly results: CaseResult[];
  /** Tensors and heap blocks that the cases left behind; both should be 0. */
  readonly leakedTensors: number;
}

interface Output {
  readonly shape: number[];
  readonly dtype: string;
  readonly values: Float32Array | Int32Array | Uint8Array;
}

/** Runs every case on the CPU backend and on ours, and compares. */
export async function runCases(file: CaseFile, { seed = 1, ...options }: HarnessOptions): Promise<Report> {
  const cases = file(seededRandom(seed));
  await tf.setBackend('cpu');
  const expected = cases.map((test) => outputsOf(test.expected ?? test.run));
  const start = performance.now();
  const backend = await registerTrainingBackend(options);
  const startMs = performance.now() - start;
  if (!(await tf.setBackend('wasm'))) throw new Error('The wasm backend did not start.');
  const before = tf.memory().numTensors;
  const results = cases.map((test, index) => compare(test, expected[index]!, outputsOf(test.run)));
  const leakedTensors = tf.memory().numTensors - before;
  const { threads, relaxedSimd } = backend;
  backend.dispose();
  return { threads, relaxedSimd, startMs, results, leakedTensors };
}

/** Runs checks one after the other; each registers the backend as it needs it. */
export async function runChecks(
  checks: readonly KernelCheck[],
  { threads = 1 }: HarnessOptions,
): Promise<Report> {
  const results: CaseResult[] = [];
  for (const { name, run } of checks) {
    try {
      await run(tf, { threads });
      results.push({ name, error: 0, tolerance: 0 });
    } catch (error) {
      const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
      results.push({ name, error: Infinity, tolerance: 0, failure });
    }
  }
  return { threads, relaxedSimd: true, startMs: 0, results, leakedTensors: 0 };
}

function outputsOf(run: KernelCase['run']): Output[] | Error {
  try {
    return tf.tidy(() => {
      const output = run(tf);
      const tensors = Array.isArray(output) ? output : [output];
      return tensors.map((tensor) => ({
        shape: tensor.shape,
        dtype: tensor.dtype,
        values: tensor.dataSync(),
      }));
    }) as unknown as Output[];
  } catch (error) {
    return error as Error;
  }
}

/** Where the CPU backend throws, ours must throw too. */
function compare(test: KernelCase, expected: Output[] | Error, actual: Output[] | Error): CaseResult {
  const { name, tolerance = 1e-5 } = test;
  const fail = (failure: string, error = Infinity) => ({ name, error, tolerance, failure });
  if (expected instanceof Error) {
    return actual instanceof Error
      ? { name, error: 0, tolerance }
      : fail(`cpu threw "${expected.message}", ours did not`);
  }
  if (actual instanceof Error) return fail(`threw ${actual.stack ?? actual.message}`);
  if (actual.length !== expected.length) return fail(`${actual.length} outputs, not ${expected.length}`);
  let error = 0;
  for (const [index, reference] of expected.entries()) {
    const output = actual[index]!;
    if (`${output.shape}` !== `${reference.shape}`)
      return fail(`shape [${output.shape}], not [${reference.shape}]`);
    if (output.dtype !== reference.dtype) return fail(`dtype ${output.dtype}, not ${reference.dtype}`);
    error = Math.max(error, distance(output.values, reference.values));
  }
  return error <= tolerance ? { name, error, tolerance } : fail(`differs by ${error}`, error);
}

/** NaN and infinities must be the same; the rest is measured against the largest finite reference. */
function distance(actual: Output['values'], expected: Output['values']): number {
  let scale = 0;
  let error = 0;
  for (let i = 0; i < expected.length; i++) {
    const reference = expected[i]!;
    if (Object.is(actual[i]! + 0, reference + 0)) {
      if (Number.isFinite(reference)) scale = Math.max(scale, Math.abs(reference));
      continue;
    }
    if (!Number.isFinite(reference) || !Number.isFinite(actual[i]!)) return Infinity;
    scale = Math.max(scale, Math.abs(reference));
    error = Math.max(error, Math.abs(actual[i]! - reference));
  }
  return error / (1 + scale);
}
