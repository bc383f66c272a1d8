import type { CaseFile, KernelCase } from './case';

export const cases: CaseFile = (random) => {
  const shapes = [
    [0],
    [1],
    [3],
    [5, 7],
    [40_000],
    [100_003],
    ...Array.from({ length: 6 }, () => [random.integer(1, 300_000)]),
  ];
  return [
    ...shapes.map((shape): KernelCase => {
      const x = random.floats(shape);
      return { name: `relu [${shape}]`, run: (tf) => tf.relu(tf.tensor(x, shape)) };
    }),
    {
      name: 'relu of NaN and infinities',
      run: (tf) => tf.relu(tf.tensor([NaN, -Infinity, Infinity, -0, 2])),
    },
    { name: 'relu int32', run: (tf) => tf.relu(tf.tensor([-3, 0, 3], [3], 'int32')) },
  ];
};
