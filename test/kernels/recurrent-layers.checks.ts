// What must hold of fused LSTM and GRU layers beyond agreeing with tfjs-layers' own.
import type * as tfjs from '@tensorflow/tfjs-core';
import { type LayersModel, layers, loadLayersModel, sequential } from '@tensorflow/tfjs-layers';
import { registerTrainingBackend } from '../../worker/kernels/index';
import type { KernelCheck } from './case';
import { seededRandom } from './random';

const cells = ['lstm', 'gru'] as const;
const SHAPE = [5, 4, 3];

export const checks: readonly KernelCheck[] = [
  ...cells.map(
    (cell): KernelCheck => ({
      name: `gradients are the slopes of the loss, ${cell}`,
      run: (tf, options) =>
        withBackend(tf, options, () => {
          const network = build(tf, cell);
          const loss = (x: tfjs.Tensor) => tf.sum(tf.square(network.apply(x) as tfjs.Tensor)) as tfjs.Scalar;
          expectSlopes(tf, network, loss);
        }),
    }),
  ),
  ...cells.map(
    (cell): KernelCheck => ({
      name: `so are second-order gradients, ${cell}`,
      run: (tf, options) =>
        withBackend(tf, options, () => {
          const network = build(tf, cell);
          const slope = tf.grad((x: tfjs.Tensor) => tf.sum(tf.square(network.apply(x) as tfjs.Tensor)));
          expectSlopes(tf, network, (x) => tf.sum(tf.square(slope(x))) as tfjs.Scalar);
        }),
    }),
  ),
  ...cells.map(
    (cell): KernelCheck => ({
      name: `a network saved and loaded gives the same, on any backend, ${cell}`,
      run: (tf, options) =>
        withBackend(tf, options, async () => {
          const network = build(tf, cell);
          const x = input(tf);
          const expected = valuesOf(network, x);
          let saved: tfjs.io.ModelArtifacts | undefined;
          await network.save(
            tf.io.withSaveHandler(async (artifacts) => {
              saved = artifacts;
              return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
            }),
          );
          const loaded = await loadLayersModel(tf.io.fromMemory(saved!));
          expectEqual(valuesOf(loaded, x), expected, 0);
          await tf.setBackend('cpu');
          const onCpu = await loadLayersModel(tf.io.fromMemory(saved!));
          expectEqual(valuesOf(onCpu, x), expected, 1e-6);
          await tf.setBackend('wasm');
          tf.dispose(x);
          for (const model of [network, loaded, onCpu]) model.dispose();
        }),
    }),
  ),
  ...cells.map(
    (cell): KernelCheck => ({
      name: `the number of threads changes no bit, ${cell}`,
      run: async (tf) => {
        const results: number[][] = [];
        for (const threads of [1, 2, 3]) {
          await withBackend(tf, { threads }, () => {
            const network = build(tf, cell, [70, 4, 3], 20);
            const x = input(tf, [70, 4, 3]);
            const variables = network.trainableWeights.map((weight) => weight.read());
            const gradients = tf.grads(
              (given: tfjs.Tensor) => tf.sum(tf.square(network.apply(given) as tfjs.Tensor)) as tfjs.Scalar,
            )([x, ...variables]);
            results.push(gradients.flatMap((gradient) => [...gradient.dataSync()]));
            tf.dispose([x, gradients]);
            network.dispose();
          });
        }
        expectEqual(results[1]!, results[0]!, 0);
        expectEqual(results[2]!, results[0]!, 0);
      },
    }),
  ),
  {
    name: 'the layers are patched once, and put back',
    async run() {
      const rnn = Object.getPrototypeOf(layers.lstm({ units: 1 }).constructor.prototype);
      const own = rnn.call;
      const first = await registerTrainingBackend();
      const patched = rnn.call;
      const second = await registerTrainingBackend();
      expect(patched !== own, 'the first registration patches');
      second.dispose();
      first.dispose();
      expect(rnn.call === own, 'the last disposal puts the original back');
    },
  },
];

/** Two layers, so that the first one's gradient comes through the second. */
function build(tf: typeof tfjs, cell: (typeof cells)[number], shape = SHAPE, units = 6): LayersModel {
  const options = { units, recurrentActivation: 'sigmoid', recurrentInitializer: 'zeros' } as const;
  const network = sequential({
    layers: [
      layers[cell]({ ...options, inputShape: shape.slice(1), returnSequences: true }),
      layers[cell]({ ...options, goBackwards: true }),
    ],
  });
  const random = seededRandom(5);
  const weights = network.getWeights().map(({ shape }) => tf.tensor(random.floats(shape, -0.7, 0.7), shape));
  network.setWeights(weights);
  tf.dispose(weights);
  return network;
}

function input(tf: typeof tfjs, shape = SHAPE): tfjs.Tensor {
  return tf.tensor(seededRandom(6).floats(shape), shape);
}

/** Compares the gradients by input and weights with central differences along random directions. */
function expectSlopes(tf: typeof tfjs, network: LayersModel, loss: (x: tfjs.Tensor) => tfjs.Scalar): void {
  const random = seededRandom(7);
  const values = input(tf);
  const x = tf.variable(values);
  values.dispose();
  const variables = [x, ...network.trainableWeights.map((weight) => weight.read() as tfjs.Variable)];
  const gradients = tf.grads((given: tfjs.Tensor) => loss(given))(variables);
  const step = 0.01;
  for (const [i, variable] of variables.entries()) {
    tf.tidy(() => {
      const direction = tf.tensor(random.floats(variable.shape), variable.shape);
      const start = variable.clone();
      const at = (distance: number) => {
        variable.assign(tf.add(start, tf.mul(direction, distance)));
        return loss(x).dataSync()[0]!;
      };
      // Richardson's extrapolation: the error is of the fourth order in the step.
      const wide = (at(2 * step) - at(-2 * step)) / (4 * step);
      const narrow = (at(step) - at(-step)) / (2 * step);
      variable.assign(start);
      const slope = narrow + (narrow - wide) / 3;
      const given = tf.sum(tf.mul(gradients[i]!, direction)).dataSync()[0]!;
      expect(Math.abs(given - slope) < 2e-3 * (1 + Math.abs(slope)), `variable ${i}: ${given}, not ${slope}`);
    });
  }
  tf.dispose([x, gradients]);
  network.dispose();
}

function valuesOf(network: LayersModel, x: tfjs.Tensor): number[] {
  const output = network.predict(x) as tfjs.Tensor;
  const values = [...output.dataSync()];
  output.dispose();
  return values;
}

async function withBackend(
  tf: typeof tfjs,
  options: { threads: number },
  use: () => void | Promise<void>,
): Promise<void> {
  const backend = await registerTrainingBackend(options);
  try {
    expect(await tf.setBackend('wasm'), 'the backend starts');
    const before = tf.memory().numTensors;
    await use();
    expect(tf.memory().numTensors === before, `${tf.memory().numTensors - before} tensors are left`);
  } finally {
    backend.dispose();
  }
}

function expectEqual(actual: number[], expected: number[], tolerance: number): void {
  expect(actual.length === expected.length, 'the lengths are the same');
  const error = Math.max(...actual.map((value, i) => Math.abs(value - expected[i]!)));
  expect(error <= tolerance, `the largest difference is ${error}`);
}

function expect(truth: boolean, what: string): void {
  if (!truth) throw new Error(`Expected: ${what}.`);
}
