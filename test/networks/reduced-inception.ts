// InceptionV3 with a fraction of its channels, as the layers of a weight file.
import { kerasOrder } from '../../worker/experiments/deepdream/inception-v3/keras-order';
import { planInceptionV3 } from '../../worker/experiments/deepdream/inception-v3/plan';
import { weightsOf } from '../../worker/experiments/deepdream/inception-v3/weights';
import type { SavedLayer } from './weights-file';

export const WIDTH = 1 / 16;

/** All layers in Keras' order, with weights by the formula of test/golden/inception_v3_reduced.py. */
export function reducedInception(): SavedLayer[] {
  return kerasOrder(planInceptionV3(WIDTH).at(-1)!).map((planned, i) => {
    const { name, weights } = weightsOf(planned);
    return {
      name,
      weights: weights.map(({ name: weight, shape }, j) => {
        const size = shape.reduce((a, b) => a * b, 1);
        const from = weight === 'moving_variance' ? 1 : 0;
        const scale = weight === 'kernel' ? Math.sqrt(size / shape.at(-1)!) : 4;
        const values = Float32Array.from(
          { length: size },
          (_, k) => from + Math.sin(1.7 * k + i + 2 * j) / scale,
        );
        return { name: weight, shape, values };
      }),
    };
  });
}

/** Sums of each weight, by layer, of layers that have weights. */
export function sumsOf(layers: readonly SavedLayer[]): Record<string, number[]> {
  return Object.fromEntries(
    layers
      .filter(({ weights }) => weights.length > 0)
      .map(({ name, weights }) => [
        name,
        weights.map(({ values }) => [...values].reduce((a, b) => a + b, 0)),
      ]),
  );
}
