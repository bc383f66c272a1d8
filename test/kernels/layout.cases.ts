import type { CaseFile, KernelCase } from './case';
import type { Random } from './random';

/** Slices, joins, repetitions and transpositions: nothing is computed, so nothing may differ. */
export const cases: CaseFile = (random) => [
  ...fixedCases(random),
  ...Array.from({ length: 30 }, () => sliceCase(random)),
  ...Array.from({ length: 15 }, () => splitCase(random)),
  ...Array.from({ length: 20 }, () => concatCase(random)),
  ...Array.from({ length: 15 }, () => stackCase(random)),
  ...Array.from({ length: 20 }, () => tileCase(random)),
  ...Array.from({ length: 50 }, () => transposeCase(random)),
];

function drawShape(random: Random, ranks: number, size = 7): number[] {
  return Array.from({ length: random.integer(1, ranks) }, () => random.integer(1, size));
}

function shuffled(random: Random, length: number): number[] {
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = random.integer(0, i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

function sliceCase(random: Random): KernelCase {
  const shape = drawShape(random, 5, 7);
  const begin = shape.map((size) => random.integer(0, size - 1));
  const size = shape.map((length, axis) => random.integer(0, length - begin[axis]!));
  const x = random.floats(shape);
  return {
    name: `slice [${size}] at [${begin}] of [${shape}], and its gradient`,
    tolerance: 0,
    run: (tf) => {
      const t = tf.tensor(x, shape);
      const of = (u: typeof t) => tf.slice(u, begin, size);
      return size.includes(0) ? of(t) : [of(t), tf.grad((u) => of(u).mul(2))(t)];
    },
  };
}

function splitCase(random: Random): KernelCase {
  const shape = drawShape(random, 5, 6);
  const axis = random.integer(0, shape.length - 1);
  const x = random.floats(shape);
  const first = random.integer(0, shape[axis]!);
  return {
    name: `split and unstack [${shape}] on axis ${axis}`,
    tolerance: 0,
    run: (tf) => {
      const t = tf.tensor(x, shape);
      return [...tf.split(t, [first, shape[axis]! - first], axis), ...tf.unstack(t, axis - shape.length)];
    },
  };
}

function concatCase(random: Random): KernelCase {
  const shape = drawShape(random, 4);
  const axis = random.integer(0, shape.length - 1);
  const shapes = Array.from({ length: random.integer(1, 4) }, () =>
    shape.map((size, i) => (i === axis ? random.integer(0, 40) : size)),
  );
  const values = shapes.map((each) => random.floats(each));
  return {
    name: `concat ${shapes.map((each) => `[${each}]`).join(' ')} on axis ${axis}`,
    tolerance: 0,
    run: (tf) =>
      tf.concat(
        values.map((value, i) => tf.tensor(value, shapes[i])),
        axis,
      ),
  };
}

function stackCase(random: Random): KernelCase {
  const shape = drawShape(random, 4);
  const axis = random.integer(-1, shape.length);
  const values = Array.from({ length: random.integer(1, 4) }, () => random.floats(shape));
  return {
    name: `stack ${values.length} of [${shape}] on axis ${axis}`,
    tolerance: 0,
    run: (tf) =>
      tf.stack(
        values.map((value) => tf.tensor(value, shape)),
        axis,
      ),
  };
}

function tileCase(random: Random): KernelCase {
  const shape = drawShape(random, 4, 5);
  const reps = shape.map(() => random.integer(1, 4));
  const x = random.floats(shape);
  return {
    name: `tile [${shape}] by [${reps}]`,
    tolerance: 0,
    run: (tf) => tf.tile(tf.tensor(x, shape), reps),
  };
}

function transposeCase(random: Random): KernelCase {
  const [ranks, size] = random.pick([
    [6, 3],
    [5, 6],
    [3, 25],
  ]) as [number, number];
  const shape = drawShape(random, ranks, size);
  const order = shuffled(random, shape.length);
  const x = random.floats(shape);
  return {
    name: `transpose [${shape}] to [${order}]`,
    tolerance: 0,
    run: (tf) => tf.transpose(tf.tensor(x, shape), order),
  };
}

function fixedCases(random: Random): KernelCase[] {
  const big = random.floats([300, 301]);
  const long = random.floats([200_003]);
  const deep = random.floats([4, 33, 65]);
  return [
    { name: 'transpose [300,301]', run: (tf) => tf.transpose(tf.tensor(big, [300, 301])) },
    { name: 'transpose [4,33,65]', run: (tf) => tf.transpose(tf.tensor(deep, [4, 33, 65]), [0, 2, 1]) },
    { name: 'transpose of nothing', run: (tf) => tf.transpose(tf.zeros([0, 3])) },
    { name: 'slice of a long vector', run: (tf) => tf.slice(tf.tensor(long), 3, 200_000) },
    { name: 'concat of long vectors', run: (tf) => tf.concat([tf.tensor(long), tf.tensor(long)]) },
    {
      name: 'integers',
      run: (tf) => {
        const x = tf.tensor([1, 2, 3, 4, 5, 6], [2, 3], 'int32');
        return [tf.transpose(x), tf.slice(x, [0, 1], [2, 2]), tf.concat([x, x], 1), tf.tile(x, [2, 2])];
      },
    },
    {
      name: 'bools',
      run: (tf) => {
        const x = tf.tensor([true, false, true, true, false, false], [2, 3], 'bool');
        return [tf.transpose(x), tf.slice(x, [0, 1], [2, 2]), tf.concat([x, x], 1), tf.tile(x, [2, 2])];
      },
    },
    { name: 'stack of unlike shapes', run: (tf) => tf.stack([tf.ones([2]), tf.ones([3])]) },
    {
      name: 'concat of an empty and another',
      run: (tf) => tf.concat([tf.zeros([0, 3]), tf.ones([2, 3])], 0),
    },
    { name: 'a transposition kept while its source goes', run: (tf) => tf.transpose(tf.ones([5, 1])) },
  ];
}
