// What the tests of deepdream look at from inside: gradients, and tiles.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { open as openCpu } from '../../worker/backend/cpu';
import { open as openWasm } from '../../worker/backend/wasm';
import { open as openWebgpu } from '../../worker/backend/webgpu';
import { openNetwork } from '../../worker/experiments/deepdream/network/open-network';
import { prepare } from '../../worker/experiments/deepdream/prepare';
import { roll, slopeOf, tiledSlope } from '../../worker/experiments/deepdream/step';
import { Random } from '../../worker/training/random';
import { graphFiles, networkFiles, waves } from './dream-network';

export { graphFiles, networkFiles, waves };

const openers = { cpu: openCpu, wasm: openWasm, webgpu: openWebgpu };

async function use(backend: keyof typeof openers): Promise<void> {
  await openers[backend]({ backends: [backend], assetsUrl: `${location.origin}/dist/`, threads: 1 });
  await tf.setBackend(backend);
}

async function open(layers: Record<string, number>) {
  const network = await openNetwork(
    { files: networkFiles() },
    {
      networkOf: () => {
        throw new Error('no models here');
      },
      targets: Object.keys(layers),
      signal: new AbortController().signal,
    },
  );
  return { network, prepared: prepare(network, { layers }) };
}

/** [1, height, width, 3], −1 to 1 */
function picture(width: number, height: number): tf.Tensor4D {
  const { data } = waves(width, height);
  const values = [...data].filter((_, i) => i % 4 < 3).map((byte) => (byte / 255 - 0.5) * 2);
  return tf.tensor4d(values, [1, height, width, 3]);
}

/** Loss and gradient of the golden picture, in the size of its smaller octave. */
export async function slope(backend: keyof typeof openers, layers: Record<string, number>) {
  await use(backend);
  const { network, prepared } = await open(layers);
  const before = tf.memory().numTensors;
  const image = tf.tidy(() => tf.image.resizeBilinear(picture(20, 24), [17, 14], false, true));
  const { loss, gradient } = slopeOf(prepared.features, prepared.terms, image);
  const [value] = await loss.data();
  const values = [...(await gradient.data())];
  tf.dispose([image, loss, gradient]);
  const left = tf.memory().numTensors - before;
  prepared.dispose();
  network.network.dispose();
  return {
    loss: value!,
    norm: Math.hypot(...values),
    projection: values.reduce((sum, g, i) => sum + g * Math.cos(0.37 * i), 0),
    left,
  };
}

/** How alike the gradients of a picture whole and in tiles are, as the cosine of the angle between them. */
export async function tiling(layers: Record<string, number>, tile: number, seed: number) {
  await use('wasm');
  const { network, prepared } = await open(layers);
  const image = picture(60, 50);
  const whole = slopeOf(prepared.features, prepared.terms, image);
  const tiles = tiledSlope(prepared.features, prepared.terms, image, tile, new Random(seed));
  const shares: number[] = [];
  let next = await tiles.next();
  for (; !next.done; next = await tiles.next()) shares.push(next.value);
  const cosine = tf.tidy(() => {
    const [a, b] = [whole.gradient, (next.value as typeof whole).gradient];
    return tf.div(tf.sum(tf.mul(a, b)), tf.mul(tf.norm(a), tf.norm(b)));
  });
  const result = {
    cosine: (await cosine.data())[0]!,
    losses: [(await whole.loss.data())[0]!, (await next.value.loss.data())[0]!],
    shares,
    shape: next.value.gradient.shape,
  };
  network.network.dispose();
  return result;
}

/** Numbers 0 to 11 in 3 rows of 4, rolled. */
export async function rolled(down: number, right: number): Promise<number[]> {
  await use('cpu');
  return [...(await roll(tf.reshape(tf.range(0, 12), [1, 3, 4, 1]), down, right).data())];
}

/** What a promise rejects with; nothing where it does not. */
export async function refusal(promise: PromiseLike<unknown>): Promise<Partial<Record<string, string>>> {
  try {
    await promise;
    return {};
  } catch (error) {
    const { name, message, field, allowed, file, reason } = error as Record<string, string>;
    return { name, message, field, allowed, file, reason } as Partial<Record<string, string>>;
  }
}
