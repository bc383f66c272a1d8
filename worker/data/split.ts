// The examples of a data set in memory, and parts of a data set.
import type { DatasetField } from '../../src/protocol';
import { Random } from '../training/random';
import type { Batch, Split, Values } from './dataset';

/** How many numbers an example has in a field. */
export const sizeOf = ({ shape }: Pick<DatasetField, 'shape'>): number =>
  shape.reduce((product, length) => product * length, 1);

export const noExamples = (like: Pick<Batch, 'inputs' | 'targets'>): Split =>
  memorySplit(
    like.inputs.map((values) => values.subarray(0, 0)),
    like.targets.map((values) => values.subarray(0, 0)),
    0,
  );

/** Examples in memory, an array a field: [count, ...shape of the field]. */
export function memorySplit(inputs: readonly Values[], targets: readonly Values[], count: number): Split {
  return {
    count,
    read: (indices) => ({
      inputs: inputs.map((values) => gather(values, indices, count)),
      targets: targets.map((values) => gather(values, indices, count)),
    }),
  };
}

/** The rows of these numbers. @param values [count, ...] */
export function gather<V extends Values>(values: V, indices: Uint32Array, count: number): V {
  const size = count === 0 ? 0 : values.length / count;
  const gathered = new (values.constructor as new (length: number) => V)(indices.length * size);
  for (let row = 0; row < indices.length; row++) {
    const from = indices[row]! * size;
    gathered.set(values.subarray(from, from + size), row * size);
  }
  return gathered;
}

/** Those of a split that have these numbers, numbered anew. Nothing is copied. */
export function subset(split: Split, indices: Uint32Array): Split {
  return {
    count: indices.length,
    read: (chosen) => split.read(Uint32Array.from(chosen, (index) => indices[index]!)),
  };
}

/** Which of `count` examples are to train on and which to test with. */
export interface Division {
  train: Uint32Array;
  test: Uint32Array;
}

/**
 * Divides examples at random: of each class the same share is for the test, as nearly as whole numbers allow, and
 * at least one stays to train on.
 * @param classOf gives the class of an example; absent where there are none
 * @param share from 0 to 0.9
 */
export function divide(
  count: number,
  share: number,
  seed: number,
  classOf: (index: number) => number = () => 0,
): Division {
  const order = new Random(seed).fork('test').permutation(count);
  const perClass = new Map<number, number>();
  for (const index of order) perClass.set(classOf(index), (perClass.get(classOf(index)) ?? 0) + 1);
  const wanted = new Map<number, number>();
  for (const [one, number] of perClass) wanted.set(one, Math.min(number - 1, Math.round(number * share)));
  const train: number[] = [];
  const test: number[] = [];
  for (const index of order) {
    const one = classOf(index);
    const left = wanted.get(one)!;
    if (left > 0) {
      test.push(index);
      wanted.set(one, left - 1);
    } else train.push(index);
  }
  return { train: Uint32Array.from(train), test: Uint32Array.from(test) };
}

/** How many examples there are of each class. */
export function countClasses(labels: Iterable<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]!++;
  return counts;
}

/** The first target of all examples, read in parts: [count, ...]. */
export async function readTargets(split: Split): Promise<number[]> {
  const all: number[] = [];
  for (let from = 0; from < split.count; from += TARGETS_AT_ONCE) {
    const length = Math.min(TARGETS_AT_ONCE, split.count - from);
    const { targets } = await split.read(Uint32Array.from({ length }, (_, i) => from + i));
    for (const value of targets[0]!) all.push(value);
  }
  return all;
}

const TARGETS_AT_ONCE = 256;
