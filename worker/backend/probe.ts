// The proof that a backend can train: one real step of a tiny network, compared with known values.
import * as tf from '@tensorflow/tfjs-core';

// Made by test/golden/probe.py with PyTorch in float64. One norm and one projection a variable:
// filters, their bias, weights, their bias.
const golden = {
  loss: 1.1227911466833613,
  lossAfter: 1.0055837356234305,
  norms: [1.0085919634064742, 0.13741097245833409, 0.3926858562422897, 0.43448200605761045],
  projections: [-0.46617635832833487, 0.13504588025141714, 0.16533320725551656, 0.017083842401217283],
};

/** Float32 and a graphics processor's own rounding stay well below this; a wrong kernel does not. */
const TOLERANCE = 1e-3;

/**
 * Takes one training step of conv → relu → max pool → dense → cross-entropy on the current backend.
 * @throws Error saying which value is wrong, or what the backend threw. Leaves no tensor.
 */
export async function probe(): Promise<void> {
  const x = wave(Math.sin, 0.7, 0.3, 1, [2, 8, 8, 2]);
  const variables = [
    wave(Math.cos, 0.9, 0, 0.5, [3, 3, 2, 3]),
    wave(Math.cos, 1, 0, 0.1, [3]),
    wave(Math.sin, 1.3, 1, 0.3, [27, 3]),
    wave(Math.sin, 1, 0, 0.1, [3]),
  ].map((value) => {
    const variable = tf.variable(value);
    value.dispose();
    return variable;
  });
  const optimizer = tf.train.sgd(0.1);
  const disposables: tf.Tensor[] = [x];
  try {
    const lossOf = () => tf.tidy(() => loss(x as tf.Tensor4D, variables));
    const { value, grads } = tf.variableGrads(lossOf, variables);
    const gradients = variables.map(({ name }) => grads[name]!);
    disposables.push(value, ...gradients);
    optimizer.applyGradients(grads);
    const after = lossOf();
    disposables.push(after);

    compare('loss', (await value.data())[0], golden.loss);
    for (const [i, gradient] of gradients.entries()) {
      const values = [...(await gradient.data())];
      compare(`gradient ${i}`, Math.sqrt(values.reduce((sum, g) => sum + g * g, 0)), golden.norms[i]!);
      compare(
        `gradient ${i}`,
        values.reduce((sum, g, k) => sum + g * Math.cos(0.37 * k), 0),
        golden.projections[i]!,
      );
    }
    compare('loss after a step', (await after.data())[0], golden.lossAfter);
  } finally {
    tf.dispose([...disposables, ...variables]);
    optimizer.dispose();
  }
}

function loss(x: tf.Tensor4D, [filters, filterBias, weights, bias]: tf.Variable[]): tf.Scalar {
  const features = tf.relu(tf.add(tf.conv2d(x, filters as unknown as tf.Tensor4D, 1, 'valid'), filterBias!)); // [2, 6, 6, 3]
  const pooled = tf.maxPool(features as tf.Tensor4D, 2, 2, 'valid'); // [2, 3, 3, 3]
  const logits = tf.add(tf.matMul(tf.reshape(pooled, [2, 27]), weights as unknown as tf.Tensor2D), bias!); // [2, 3]
  return tf.losses.softmaxCrossEntropy(tf.tensor2d([1, 0, 0, 0, 0, 1], [2, 3]), logits);
}

function wave(
  f: (x: number) => number,
  step: number,
  phase: number,
  scale: number,
  shape: number[],
): tf.Tensor {
  const values = Float32Array.from(
    { length: shape.reduce((a, b) => a * b) },
    (_, i) => scale * f(step * i + phase),
  );
  return tf.tensor(values, shape);
}

function compare(what: string, value: number | undefined, expected: number): void {
  if (value !== undefined && Math.abs(value - expected) <= TOLERANCE * Math.max(1, Math.abs(expected)))
    return;
  throw new Error(
    `it trains wrongly: ${what} of the probe is ${value} instead of ${expected.toPrecision(6)}`,
  );
}
