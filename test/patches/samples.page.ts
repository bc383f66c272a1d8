// Small computations of users whose right answers are known by hand, on one backend.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as layers from '@tensorflow/tfjs-layers';

export { start } from './gradients.page';

const list = async (tensor: tf.Tensor) => Array.from(await tensor.data());

/** Each place of a picture is in as many averages, of as many places, as lie inside. */
export async function averagePoolingGradient() {
  return list(
    tf.grad((x) => tf.sum(tf.avgPool(x as tf.Tensor4D, 2, 1, 'same')))(tf.ones([1, 3, 3, 1]) as tf.Tensor),
  );
}

export async function transposedConvolutions() {
  const give = (outputShape: [number, number, number, number]) =>
    tf.conv2dTranspose(
      tf.ones([1, 3, 3, 1]) as tf.Tensor4D,
      tf.ones([2, 2, 1, 1]) as tf.Tensor4D,
      outputShape,
      2,
      'valid',
    );
  const refusal = (compute: () => unknown) => {
    try {
      compute();
      return 'none';
    } catch (error) {
      return (error as Error).message;
    }
  };
  return {
    fitting: await list(give([1, 6, 6, 1])),
    large: refusal(() => give([1, 9, 9, 1])),
    volume: refusal(() =>
      tf.conv3dTranspose(
        tf.ones([1, 2, 2, 2, 1]) as tf.Tensor5D,
        tf.ones([2, 2, 2, 1, 1]) as tf.Tensor5D,
        [1, 9, 4, 4, 1],
        2,
        'valid',
      ),
    ),
    otherBatch: refusal(() => give([2, 6, 6, 1])),
  };
}

export async function sharedSlopes() {
  return list(tf.prelu(tf.fill([1, 2, 3], -1) as tf.Tensor, tf.tensor([0.5, 0.25], [1, 2, 1])));
}

/** PReLU after its slopes have changed. */
export async function changedSlopes() {
  const slopes = tf.variable(tf.tensor1d([0.5, 0.25]) as tf.Tensor);
  const x = tf.tensor2d([[-1, -1]]) as tf.Tensor;
  const before = await list(tf.prelu(x, slopes));
  slopes.assign(tf.tensor1d([2, 3]));
  return [before, await list(tf.prelu(x, slopes))];
}

/** 5 × 5 places are left of 9 × 9 by 3 × 3 taps two apart. */
export function dilatedDepthwiseShape() {
  const layer = layers.layers.depthwiseConv2d({ inputShape: [9, 9, 1], kernelSize: 3, dilationRate: 2 });
  const model = layers.sequential({ layers: [layer] });
  return [model.outputShape, (model.predict(tf.ones([1, 9, 9, 1])) as tf.Tensor).shape];
}

/** Where all of a box is negative the largest is negative. */
export async function negativeVolumes() {
  const x = tf.fill([1, 2, 2, 2, 1], -3) as tf.Tensor;
  const largest = (volume: tf.Tensor) => tf.maxPool3d(volume as tf.Tensor5D, 2, 2, 'valid');
  return [
    await list(largest(x)),
    await list(
      tf
        .grad((volume) => largest(volume).sum())(x)
        .sum(),
    ),
  ];
}

/** What has a kernel on the active backend or the CPU's, and no gradient. */
export function withoutGradients(): string[] {
  const kernels = tf.getKernelsForBackend(tf.getBackend()).map(({ kernelName }) => kernelName);
  return kernels.filter((name) => !tf.getGradient(name)).sort();
}

/** A long training of convolutions that are never the same size frees what it takes. */
export async function leftBehind() {
  const step = () => {
    const model = layers.sequential({
      layers: [
        layers.layers.conv2d({ inputShape: [6, 6, 1], filters: 2, kernelSize: 2, dilationRate: 2 }),
        layers.layers.batchNormalization({ axis: 1, scale: false }),
        layers.layers.flatten(),
        layers.layers.dense({
          units: 1,
          kernelConstraint: layers.constraints.unitNorm({}),
          activityRegularizer: layers.regularizers.l2({ l2: 0.01 }),
        }),
      ],
    });
    return model;
  };
  const model = step();
  const optimizer = tf.train.sgd(0.01);
  model.compile({ optimizer, loss: 'meanSquaredError' });
  const [x, y] = [tf.ones([2, 6, 6, 1]), tf.ones([2, 1])];
  await model.trainOnBatch(x, y);
  const before = tf.memory().numTensors;
  for (let i = 0; i < 3; i++) await model.trainOnBatch(x, y);
  for (let i = 0; i < 3; i++) tf.dispose(model.predict(x));
  // Gradients of gradients, with a gradient of its own and what it saves.
  const penalty = (v: tf.Tensor) =>
    tf
      .grad((u) => tf.logSoftmax(tf.softmax(u)).square().sum())(v)
      .square()
      .sum();
  for (let i = 0; i < 3; i++)
    tf.dispose(tf.tidy(() => tf.grad(penalty)(tf.tensor2d([[1, 2, 3]]) as tf.Tensor)));
  return tf.memory().numTensors - before;
}
