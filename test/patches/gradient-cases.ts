// Functions whose first and second gradients are held against differences.
import * as tf from '@tensorflow/tfjs-core';

export interface GradientCase {
  readonly name: string;
  /** Shapes of what it is differentiated by. */
  readonly shapes: number[][];
  readonly f: (...inputs: tf.Tensor[]) => tf.Tensor;
  /** Whether the gradient of its gradient is held too. Default: yes. */
  readonly second?: false;
  /** Of the inputs' values, in whose order they are chosen; default: anywhere in ±1.5. */
  readonly values?: 'positive' | 'apart';
}

const ints = (values: number[], shape?: number[]) => tf.tensor(values, shape ?? [values.length], 'int32');

type T = tf.Tensor;
const t3 = (x: T) => x as tf.Tensor3D;
const t4 = (x: T) => x as tf.Tensor4D;
const t5 = (x: T) => x as tf.Tensor5D;

/** What is flat in pieces is squared first, so that second gradients are not all zero. */
const smooth = (x: T) => tf.add(x, tf.mul(0.3, tf.square(x)));

/** A constant of numbers that no other has. */
const constant = (shape: number[], step = 0.7) =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(step * i + 1)),
    shape,
  );

const pooled = (name: string, shape: number[], f: (x: T) => T): GradientCase => ({
  name,
  shapes: [shape],
  f: (x) => f(smooth(x)),
  values: 'apart',
});

export const gradientCases: GradientCase[] = [
  // Missing in TensorFlow.js.
  {
    name: 'einsum ij,jk->ik',
    shapes: [
      [3, 4],
      [4, 2],
    ],
    f: (a, b) => tf.einsum('ij,jk->ik', a, b),
  },
  {
    name: 'einsum bij,bkj->bik',
    shapes: [
      [2, 3, 4],
      [2, 2, 4],
    ],
    f: (a, b) => tf.einsum('bij,bkj->bik', a, b),
  },
  {
    name: 'einsum with a label summed alone',
    shapes: [
      [3, 4],
      [2, 4],
    ],
    f: (a, b) => tf.einsum('ij,kj->i', a, b),
  },
  { name: 'einsum of one operand', shapes: [[3, 4]], f: (a) => tf.einsum('ij->j', smooth(a)) },
  { name: 'gatherND rows', shapes: [[4, 3]], f: (x) => tf.gatherND(smooth(x), ints([2, 0, 2], [3, 1])) },
  {
    name: 'gatherND elements',
    shapes: [[3, 4]],
    f: (x) => tf.gatherND(smooth(x), ints([0, 1, 2, 3, 0, 1], [3, 2])),
  },
  { name: 'scatterND', shapes: [[3, 2]], f: (x) => tf.scatterND(ints([4, 1, 3], [3, 1]), smooth(x), [5, 2]) },
  {
    name: 'tensorScatterUpdate',
    shapes: [
      [5, 2],
      [2, 2],
    ],
    f: (x, y) => tf.tensorScatterUpdate(smooth(x), ints([4, 1], [2, 1]), smooth(y)),
  },
  {
    name: 'sparseToDense',
    shapes: [[3], []],
    f: (v, d) => tf.sparseToDense(ints([1, 3, 5]), smooth(v) as tf.Tensor1D, [6], d as tf.Scalar),
    second: false,
  },
  { name: 'topk', shapes: [[3, 5]], f: (x) => tf.topk(smooth(x), 2).values, values: 'apart' },
  { name: 'topk of rank 3', shapes: [[2, 3, 4]], f: (x) => tf.topk(smooth(x), 3).values, values: 'apart' },
  { name: 'stridedSlice', shapes: [[3, 6]], f: (x) => tf.stridedSlice(smooth(x), [0, 1], [3, 6], [2, 2]) },
  {
    name: 'stridedSlice backwards',
    shapes: [[5, 3]],
    f: (x) => tf.stridedSlice(smooth(x), [4, 0], [0, 3], [-2, 1]),
  },
  {
    name: 'stridedSlice that drops an axis',
    shapes: [[3, 4]],
    f: (x) => tf.stridedSlice(smooth(x), [1, 1], [2, 4], [1, 1], 0, 0, 0, 0, 1),
  },
  { name: 'depthToSpace', shapes: [[1, 2, 3, 8]], f: (x) => tf.depthToSpace(t4(smooth(x)), 2) },
  { name: 'diag', shapes: [[4]], f: (x) => tf.diag(smooth(x)) },
  { name: 'cumprod', shapes: [[3, 4]], f: (x) => tf.cumprod(x, 1) },
  { name: 'cumprod, exclusive, backwards', shapes: [[4, 2]], f: (x) => tf.cumprod(x, 0, true, true) },
  { name: 'flipLeftRight', shapes: [[1, 2, 3, 2]], f: (x) => tf.image.flipLeftRight(t4(smooth(x))) },
  {
    name: 'sparseSegmentSum',
    shapes: [[4, 3]],
    f: (x) =>
      tf.sparse.sparseSegmentSum(
        smooth(x) as tf.Tensor2D,
        ints([0, 2, 2, 3]) as tf.Tensor1D,
        ints([0, 0, 1, 1]) as tf.Tensor1D,
      ),
    second: false,
  },
  {
    name: 'sparseSegmentMean',
    shapes: [[4, 3]],
    f: (x) =>
      tf.sparse.sparseSegmentMean(
        smooth(x) as tf.Tensor2D,
        ints([0, 2, 3]) as tf.Tensor1D,
        ints([0, 0, 1]) as tf.Tensor1D,
      ),
    second: false,
  },
  // Dilated convolutions, and convolutions of three dimensions.
  {
    name: 'conv1d, dilated',
    shapes: [
      [1, 9, 2],
      [3, 2, 2],
    ],
    f: (x, w) => tf.conv1d(t3(x), t3(w), 1, 'same', 'NWC', 3),
  },
  {
    name: 'conv2d, dilated',
    shapes: [
      [1, 7, 6, 2],
      [3, 2, 2, 2],
    ],
    f: (x, w) => tf.conv2d(t4(x), t4(w), 1, 'valid', 'NHWC', [2, 3]),
  },
  {
    name: 'conv2d, dilated, same',
    shapes: [
      [1, 5, 6, 2],
      [3, 3, 2, 2],
    ],
    f: (x, w) => tf.conv2d(t4(x), t4(w), 1, 'same', 'NHWC', 2),
  },
  {
    name: 'depthwiseConv2d, dilated',
    shapes: [
      [1, 7, 7, 2],
      [3, 3, 2, 2],
    ],
    f: (x, w) => tf.depthwiseConv2d(t4(x), t4(w), 1, 'valid', 'NHWC', 2),
  },
  {
    name: 'separableConv2d, dilated',
    shapes: [
      [1, 6, 6, 2],
      [2, 2, 2, 1],
      [1, 1, 2, 3],
    ],
    f: (x, d, p) => tf.separableConv2d(t4(x), t4(d), t4(p), 1, 'same', 2),
  },
  {
    name: 'conv3d, dilated',
    shapes: [
      [1, 4, 4, 4, 1],
      [2, 2, 2, 1, 2],
    ],
    f: (x, w) => tf.conv3d(t5(x), t5(w), 1, 'same', 'NDHWC', 2),
  },
  {
    name: 'conv3dTranspose',
    shapes: [
      [1, 2, 2, 2, 2],
      [2, 2, 2, 3, 2],
    ],
    f: (x, w) => tf.conv3dTranspose(t5(x), t5(w), [1, 4, 4, 4, 3], 2, 'valid'),
  },
  // Second gradients.
  {
    name: 'conv2d, strides 2',
    shapes: [
      [1, 5, 5, 2],
      [3, 3, 2, 2],
    ],
    f: (x, w) => tf.conv2d(t4(x), t4(w), 2, 'same'),
  },
  {
    name: 'conv2dTranspose',
    shapes: [
      [1, 3, 3, 2],
      [3, 3, 2, 2],
    ],
    f: (x, w) => tf.conv2dTranspose(t4(x), t4(w), [1, 6, 6, 2], 2, 'same'),
  },
  {
    name: 'depthwiseConv2d',
    shapes: [
      [1, 5, 5, 2],
      [3, 3, 2, 2],
    ],
    f: (x, w) => tf.depthwiseConv2d(t4(x), t4(w), 1, 'same'),
  },
  {
    name: 'depthwiseConv2d, strides 2',
    shapes: [
      [1, 6, 5, 2],
      [3, 3, 2, 1],
    ],
    f: (x, w) => tf.depthwiseConv2d(t4(x), t4(w), 2, 'valid'),
  },
  {
    name: 'separableConv2d',
    shapes: [
      [1, 5, 5, 2],
      [3, 3, 2, 1],
      [1, 1, 2, 3],
    ],
    f: (x, d, p) => tf.separableConv2d(t4(x), t4(d), t4(p), 1, 'same'),
  },
  {
    name: 'conv3d',
    shapes: [
      [1, 4, 3, 4, 1],
      [2, 2, 2, 1, 2],
    ],
    f: (x, w) => tf.conv3d(t5(x), t5(w), 1, 'same'),
  },
  {
    name: 'matMul',
    shapes: [
      [3, 4],
      [4, 2],
    ],
    f: (a, b) => tf.matMul(a, b),
  },
  pooled('maxPool', [1, 4, 4, 2], (x) => tf.maxPool(t4(x), 2, 2, 'valid')),
  pooled('maxPool, overlapping, same', [1, 5, 4, 1], (x) => tf.maxPool(t4(x), 3, 2, 'same')),
  pooled('maxPoolWithArgmax', [1, 4, 4, 1], (x) => tf.maxPoolWithArgmax(t4(x), 2, 2, 'valid').result!),
  pooled('avgPool', [1, 4, 4, 2], (x) => tf.avgPool(t4(x), 2, 2, 'valid')),
  pooled('avgPool, same', [1, 3, 3, 1], (x) => tf.avgPool(t4(x), 2, 1, 'same')),
  pooled('avgPool, size 3, strides 2, same', [1, 5, 6, 2], (x) => tf.avgPool(t4(x), 3, 2, 'same')),
  pooled('avgPool3d, same', [1, 3, 4, 3, 1], (x) => tf.avgPool3d(t5(x), 2, 1, 'same')),
  pooled('maxPool3d', [1, 4, 3, 4, 1], (x) => tf.maxPool3d(t5(x), [2, 1, 2], 2, 'same')),
  pooled('max', [3, 4], (x) => tf.max(x, 1)),
  pooled('min', [3, 4], (x) => tf.min(x, 0)),
  pooled('max of all', [3, 4], (x) => tf.max(x)),
  {
    name: 'maximum, broadcast',
    shapes: [
      [3, 4],
      [1, 4],
    ],
    f: (a, b) => tf.maximum(smooth(a), smooth(b)),
    values: 'apart',
  },
  {
    name: 'minimum, broadcast',
    shapes: [[3, 4], [4]],
    f: (a, b) => tf.minimum(smooth(a), smooth(b)),
    values: 'apart',
  },
  {
    name: 'where',
    shapes: [
      [3, 4],
      [3, 4],
    ],
    f: (a, b) => tf.where(tf.greater(a, 0.1), smooth(a), smooth(b)),
    values: 'apart',
  },
  {
    name: 'clipByValue',
    shapes: [[3, 4]],
    f: (x) => tf.square(tf.clipByValue(x, -0.45, 0.6)),
    values: 'apart',
  },
  { name: 'relu', shapes: [[3, 4]], f: (x) => tf.relu(smooth(x)), values: 'apart' },
  { name: 'relu6', shapes: [[3, 4]], f: (x) => tf.relu6(tf.mul(4, smooth(x))), values: 'apart' },
  { name: 'leakyRelu', shapes: [[3, 4]], f: (x) => tf.leakyRelu(smooth(x), 0.3), values: 'apart' },
  { name: 'prelu', shapes: [[3, 4], [4]], f: (x, a) => tf.prelu(smooth(x), a), values: 'apart' },
  {
    name: 'prelu, alpha shared along the last axis',
    shapes: [
      [2, 3, 2],
      [3, 1],
    ],
    f: (x, a) => tf.prelu(smooth(x), a),
    values: 'apart',
  },
  {
    name: 'prelu, alpha shared along a middle axis',
    shapes: [
      [2, 2, 3],
      [1, 2, 1],
    ],
    f: (x, a) => tf.prelu(smooth(x), a),
    values: 'apart',
  },
  { name: 'elu', shapes: [[3, 4]], f: (x) => tf.elu(x), values: 'apart' },
  { name: 'selu', shapes: [[3, 4]], f: (x) => tf.selu(x), values: 'apart' },
  { name: 'sigmoid', shapes: [[3, 4]], f: (x) => tf.sigmoid(x) },
  { name: 'tanh', shapes: [[3, 4]], f: (x) => tf.tanh(x) },
  { name: 'exp', shapes: [[3, 4]], f: (x) => tf.exp(x) },
  { name: 'softplus', shapes: [[3, 4]], f: (x) => tf.softplus(x) },
  { name: 'softmax', shapes: [[3, 4]], f: (x) => tf.softmax(x) },
  { name: 'logSoftmax', shapes: [[3, 4]], f: (x) => tf.logSoftmax(x) },
  {
    name: 'softmaxCrossEntropy',
    shapes: [[3, 4]],
    f: (x) =>
      tf.losses.softmaxCrossEntropy(
        tf.tensor2d([
          [1, 0, 0, 0],
          [0, 0, 1, 0],
          [0, 0.5, 0, 0.5],
        ]),
        x,
      ),
  },
  {
    name: 'sigmoidCrossEntropy',
    shapes: [[3, 4]],
    f: (x) => tf.losses.sigmoidCrossEntropy(constant([3, 4]), x),
    values: 'apart',
  },
  { name: 'sqrt', shapes: [[3, 4]], f: (x) => tf.sqrt(x), values: 'positive' },
  {
    name: 'a cast to whole numbers',
    shapes: [[3, 4]],
    f: (x) => tf.mul(smooth(x), tf.cast(tf.cast(tf.mul(x, 2.3), 'int32'), 'float32')),
    values: 'apart',
  },
  {
    name: 'batchNorm without scale',
    shapes: [[4, 3], [3], [3]],
    f: (x, m, v) =>
      tf.batchNorm(
        t3(tf.reshape(x, [1, 4, 3])),
        m as tf.Tensor1D,
        tf.add(1, tf.square(v)) as tf.Tensor1D,
        undefined,
        undefined,
        0.1,
      ),
  },
  {
    name: 'batchNorm without offset',
    shapes: [[4, 3], [3], [3]],
    f: (x, m, s) =>
      tf.batchNorm(
        t3(tf.reshape(x, [1, 4, 3])),
        m as tf.Tensor1D,
        constant([3]).abs() as tf.Tensor1D,
        undefined,
        s as tf.Tensor1D,
        0.1,
      ),
  },
  {
    name: 'resizeBilinear',
    shapes: [[2, 2, 3, 1]],
    f: (x) => tf.image.resizeBilinear(t4(smooth(x)), [4, 5]),
  },
  {
    name: 'resizeNearestNeighbor',
    shapes: [[2, 2, 3, 1]],
    f: (x) => tf.image.resizeNearestNeighbor(t4(smooth(x)), [4, 6]),
  },
  {
    name: 'a gradient penalty of a small network',
    shapes: [
      [2, 5, 5, 1],
      [3, 3, 1, 2],
      [8, 1],
    ],
    f: (x, w, v) => {
      const features = tf.maxPool(t4(tf.leakyRelu(tf.conv2d(t4(x), t4(w), 1, 'same'), 0.2)), 2, 2, 'valid');
      return tf.tanh(tf.matMul(tf.reshape(features, [2, 8]), v));
    },
    values: 'apart',
  },
];
