// Which weights a layer has, as Keras stores them.
import type { ExpectedLayer } from '../../../formats/keras/match';
import type { PlannedLayer } from './plan';

/** The class names by which Keras 3 numbers layers, of those that have weights. */
export const classOf = (layer: PlannedLayer): string =>
  layer.operation.type === 'conv' ? 'conv2d' : 'batch_normalization';

/** The shapes of a layer's weights, in Keras' order; no weights for a layer without. */
export function weightsOf({ name, operation, inputs, channels }: PlannedLayer): ExpectedLayer {
  const vector = (of: string) => ({ name: of, shape: [channels] });
  switch (operation.type) {
    case 'conv': {
      const shape = [...operation.kernel, inputs[0]!.channels, channels];
      return { name, weights: [{ name: 'kernel', shape }] };
    }
    case 'normalization':
      return { name, weights: ['beta', 'moving_mean', 'moving_variance'].map(vector) };
    default:
      return { name, weights: [] };
  }
}
