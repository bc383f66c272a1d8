import type { Tensor } from '@tensorflow/tfjs-core';
import { registerCpuRandom } from '../../worker/kernels/cpu/random';
import { seededDropout, seededNormal, seededUniform } from '../../worker/training/seeded-random';
import type { CaseFile, KernelCase } from './case';

/** Uniform numbers and masks must come out bit for bit; normal ones within the documented tolerance. */
export const cases: CaseFile = (random) => {
  registerCpuRandom();
  const shapes = [
    [0],
    [1],
    [2],
    [3],
    [5],
    [7, 1],
    [8],
    [9],
    [2, 3, 4, 5],
    [16_385],
    [40_003],
    [200_001],
    ...Array.from({ length: 8 }, () => [random.integer(1, 60_000)]),
  ];
  return shapes.flatMap((shape): KernelCase[] => {
    const seed = random.integer(-(2 ** 31), 2 ** 33);
    const counter = random.integer(0, 100_000);
    const min = random.uniform(-50, 50);
    const max = min + random.uniform(1e-3, 100);
    const rate = random.pick([0, 0.1, 0.25, 0.5, random.uniform(0, 1)]);
    const x = random.floats(shape, 1, 2);
    const drop = (t: Tensor) => seededDropout(t, rate, seed, counter);
    return [
      {
        name: `uniform [${shape}] in [${min}, ${max})`,
        tolerance: 0,
        run: () => seededUniform(shape as [number], min, max, seed, counter),
      },
      {
        name: `normal [${shape}]`,
        tolerance: 2e-6,
        run: () => seededNormal(shape as [number], 0, 1, seed, counter),
      },
      { name: `dropout [${shape}] ${rate}`, tolerance: 0, run: (tf) => drop(tf.tensor(x, shape)) },
      {
        name: `gradient of dropout [${shape}] ${rate}`,
        tolerance: 0,
        run: (tf) => tf.grad(drop)(tf.tensor(x, shape), tf.tensor(x, shape)),
      },
      {
        name: `second gradient of dropout [${shape}] ${rate}`,
        run: (tf) =>
          tf.grad((t) =>
            tf
              .grad((u) => drop(u).square().sum())(t)
              .sum(),
          )(tf.tensor(x, shape)),
      },
    ];
  });
};
