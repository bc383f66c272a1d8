// Runs seeded random calls of random kernels on the CPU backend and on ours, under the heap guard.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { registerTrainingBackend, type TrainingBackendOptions } from '../../worker/kernels/index';
import { guardHeap } from '../kernels/heap-guard';
import { type Random, seededRandom } from '../kernels/random';
import { differences, hasReference, type Output } from './compare';
import { elementwiseRecipes } from './elementwise-recipes';
import { imageRecipes } from './image-recipes';
import { layoutRecipes } from './layout-recipes';
import { mutate } from './mutate';
import { type Call, type Draft, sizeOf } from './recipe';

export interface FuzzRequest extends TrainingBackendOptions {
  readonly seed: number;
  /** The calls [from, to) of that seed. */
  readonly from: number;
  readonly to: number;
  /** This kernel alone. */
  readonly only?: string;
}

export interface FuzzFailure {
  readonly index: number;
  readonly kernel: string;
  readonly call: string;
  readonly problem: string;
}

export interface FuzzReport {
  /**
   * How many calls ended how, by kernel: with the CPU backend's values, in an error, or with values where that
   * backend has none to compare with.
   */
  readonly outcomes: Record<string, { same: number; refused: number; unmatched: number }>;
  readonly failures: FuzzFailure[];
  /** Calls as they should be that ended in an error. */
  readonly refusals: string[];
  /** Where to go on: a heap that was written over is of no more use. */
  next: number;
  /** Kernels of the backend that no recipe calls. */
  readonly uncovered: string[];
}

const recipes = { ...elementwiseRecipes, ...imageRecipes, ...layoutRecipes };
const MARGIN = 4096; // bytes: a kernel with a wrong shape writes far
const MUTATED = 0.4; // share of the calls

/** A call that is about to run, and what there was before it. */
export interface FuzzCall {
  readonly index: number;
  readonly kernel: string;
  readonly call: string;
  readonly report: FuzzReport;
}

export async function fuzz(
  { seed, from, to, only, ...options }: FuzzRequest,
  begin: (call: FuzzCall) => void,
): Promise<FuzzReport> {
  const backend = await registerTrainingBackend(options);
  await tf.setBackend('wasm');
  await tf.ready();
  const guard = guardHeap(MARGIN);
  const known = tf.getKernelsForBackend('wasm').map(({ kernelName }) => kernelName);
  const names = only ? [only] : known.filter((name) => name in recipes).sort();
  const report: FuzzReport = {
    outcomes: {},
    failures: [],
    refusals: [],
    next: to,
    uncovered: known.filter((name) => !(name in recipes)),
  };
  for (let index = from; index < to; index++) {
    const random = seededRandom(Math.imul(seed, 1_000_003) + index);
    const kernel = random.pick(names);
    const call = recipes[kernel]!(random);
    const mutated = random.chance(MUTATED);
    if (mutated) mutate(random, call);
    begin({ index, kernel, call: describe(call), report });
    const outcome = await runCall(kernel, call, random, guard);
    report.outcomes[kernel] ??= { same: 0, refused: 0, unmatched: 0 };
    const counts = report.outcomes[kernel];
    if (typeof outcome === 'string') {
      counts[outcome]++;
      // What was not made wrong should not be refused: worth a look, and no failure.
      if (outcome === 'refused' && !mutated) report.refusals.push(`${kernel}: ${describe(call)}`);
      continue;
    }
    report.failures.push({ index, kernel, call: describe(call), problem: outcome.problem });
    if (!/^(GUARD|TRAP)/.test(outcome.problem)) continue;
    report.next = index + 1;
    return report;
  }
  backend.dispose();
  return report;
}

type Outcome = 'same' | 'refused' | 'unmatched' | { problem: string };

async function runCall(
  kernel: string,
  call: Call,
  random: Random,
  guard: { check(): void },
): Promise<Outcome> {
  // Now and then what a kernel reads was made on another backend, and moves in when it is first used.
  const elsewhere = random.chance(0.15);
  await tf.setBackend('cpu');
  const made = elsewhere ? attempt(() => makeAll(call)) : null;
  await tf.setBackend('wasm');
  const actual = made instanceof Error ? made : run(kernel, call, make, made ?? undefined);
  try {
    guard.check();
  } catch (error) {
    return { problem: `GUARD ${(error as Error).message}` };
  }
  if (actual instanceof Error) {
    if (/RuntimeError|RangeError/.test(actual.name) && !/No tensor can have/.test(actual.message)) {
      return { problem: `TRAP ${actual.name} ${actual.message.slice(0, 120)}` };
    }
    return 'refused'; // the CPU backend might not come to an end with it
  }
  if (!tf.getKernel(kernel, 'cpu') || !hasReference(kernel, call)) return 'unmatched';
  await tf.setBackend('cpu');
  const expected = run(kernel, call, make);
  // The CPU backend moves complex numbers and strings with fewer kernels.
  if (expected instanceof Error && hasPairsOrStrings(call)) return 'unmatched';
  // Its slices take an empty part for a wrong one.
  if (expected instanceof Error && /Negative size values|product of shape 0/.test(expected.message))
    return 'unmatched';
  if (expected instanceof Error) return { problem: `cpu throws "${expected.message.slice(0, 100)}"` };
  const difference = differences(kernel, actual, expected);
  return difference ? { problem: difference } : 'same';
}

function hasPairsOrStrings({ inputs }: Call): boolean {
  return Object.values(inputs).some(({ dtype }) => dtype === 'complex64' || dtype === 'string');
}

type Inputs = tf.NamedTensorMap | tf.Tensor[];

function run(kernel: string, call: Call, maker: typeof make, ready?: Inputs): Output[] | Error {
  return attempt(() => {
    tf.engine().startScope();
    try {
      const inputs = ready ?? makeAll(call, maker);
      const result = tf
        .engine()
        .runKernel(kernel, inputs as tf.NamedTensorMap, call.attrs as tf.NamedAttrMap);
      const tensors = [result].flat() as tf.Tensor[];
      return tensors.map((tensor) => ({
        shape: tensor.shape,
        dtype: tensor.dtype,
        values: tensor.dtype === 'string' ? (tensor.dataSync<'string'>() as string[]) : tensor.dataSync(),
      }));
    } finally {
      tf.engine().endScope();
      if (ready) tf.dispose(ready);
    }
  });
}

function attempt<T>(act: () => T): T | Error {
  try {
    return act();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function makeAll({ inputs }: Call, maker = make): Inputs {
  if (Array.isArray(inputs)) return inputs.map((input) => maker(input));
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, maker(input)]));
}

function make({ shape, dtype, values }: Draft): tf.Tensor {
  if (dtype === 'string') {
    return tf.tensor(
      values.map((value) => `s${value}`),
      shape,
      'string',
    );
  }
  if (dtype === 'complex64') {
    const pick = (offset: number) =>
      tf.tensor(
        Float32Array.from({ length: sizeOf(shape) }, (_, i) => values[2 * i + offset]!),
        shape,
      );
    return tf.complex(pick(0), pick(1));
  }
  const array = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype];
  return tf.tensor(array.from(values), shape, dtype);
}

function describe({ inputs, attrs }: Call): string {
  const list = Object.entries(inputs).map(([name, { shape, dtype }]) => `${name} ${dtype} [${shape}]`);
  return `${list.join(', ')} ${JSON.stringify(attrs)}`;
}
