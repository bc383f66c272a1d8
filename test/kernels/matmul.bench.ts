import type { KernelBench } from './bench-page';

/** [what, m, depth, n]: the dense layers and LSTM steps of the six experiments. */
const SHAPES: readonly [string, number, number, number][] = [
  ['square', 512, 512, 512],
  ['antirectifier 1', 128, 784, 256],
  ['antirectifier 2', 128, 512, 256],
  ['antirectifier 3', 128, 512, 10],
  ['transfer dense', 128, 4608, 128],
  ['cifar dense', 32, 2304, 512],
  ['acgan dense', 200, 1024, 6272],
  ['acgan heads', 200, 12544, 11],
  ['lstm input', 128, 12, 512],
  ['lstm state', 128, 128, 512],
  ['one row', 1, 2304, 512],
];

export const benches: readonly KernelBench[] = SHAPES.flatMap(([what, m, depth, n]) => [
  matMul(`${what} y = x·w`, [m, depth], [depth, n], false, false),
  matMul(`${what} dw = xᵀ·dy`, [m, depth], [m, n], true, false),
  matMul(`${what} dx = dy·wᵀ`, [m, n], [depth, n], false, true),
]);

function matMul(
  name: string,
  a: [number, number],
  b: [number, number],
  transposeA: boolean,
  transposeB: boolean,
): KernelBench {
  const columns = transposeB ? b[0] : b[1];
  const show = (shape: number[], transposed: boolean) => `${shape.join('×')}${transposed ? 'ᵀ' : ''}`;
  return {
    name: `${name}, ${show(a, transposeA)} · ${show(b, transposeB)}`,
    flops: 2 * a[0] * a[1] * columns,
    prepare(tf) {
      const x = tf.randomUniform(a, -1, 1);
      const y = tf.randomUniform(b, -1, 1);
      return () => tf.matMul(x, y, transposeA, transposeB);
    },
  };
}
