import { matMul, randomUniform } from '@tensorflow/tfjs-core';
import { FLOAT, type KernelBench, size } from './bench';

/** [what, rows, inputs, outputs]: the dense layers, and what acgan and the LSTMs multiply. */
const SHAPES: readonly [string, number, number, number][] = [
  ['antirectifier 1', 128, 784, 256],
  ['antirectifier 2', 128, 512, 256],
  ['antirectifier 3', 128, 512, 10],
  ['transfer dense', 128, 4608, 128],
  ['cifar10 dense', 32, 2304, 512],
  ['acgan dense', 20, 1024, 6272],
  ['acgan heads', 20, 12544, 10],
  ['lstm input', 128, 12, 512],
  ['lstm state', 128, 128, 512],
];

/** A dense layer and the two transpositions of its gradients. */
export const matMulBenches: readonly KernelBench[] = SHAPES.flatMap(([what, rows, inputs, outputs]) => [
  product(`${what}: y = x·w`, [rows, inputs], [inputs, outputs], false, false),
  product(`${what}: dw = xᵀ·dy`, [rows, inputs], [rows, outputs], true, false),
  product(`${what}: dx = dy·wᵀ`, [rows, outputs], [inputs, outputs], false, true),
]);

type Matrix = [rows: number, columns: number];

function product(what: string, a: Matrix, b: Matrix, transposeA: boolean, transposeB: boolean): KernelBench {
  const [rows, depth] = transposeA ? [a[1], a[0]] : a;
  const columns = transposeB ? b[0] : b[1];
  return {
    name: `matmul ${what}, ${rows}×${depth}×${columns}`,
    flops: 2 * rows * depth * columns,
    bytes: FLOAT * (size(a) + size(b) + rows * columns),
    prepare() {
      const x = randomUniform(a, -1, 1);
      const y = randomUniform(b, -1, 1);
      return () => matMul(x, y, transposeA, transposeB);
    },
  };
}
