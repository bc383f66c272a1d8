// tfjs-layers' own layers with weights that a seed fixes, so that a network reads as in Keras.
import { initializers, layers } from '@tensorflow/tfjs-layers';
import { type DropoutArgs, SeededDropout } from './dropout-layer';
import { seededOrthogonal } from './orthogonal';
import type { Random } from './random';

type Conv = Parameters<typeof layers.conv2d>[0];
type Dense = Parameters<typeof layers.dense>[0];
type Lstm = Parameters<typeof layers.lstm>[0];

/**
 * Makes layers whose first weights are drawn from `random` as the layers are made, one after the other: kernels by
 * Glorot and Bengio's uniform initializer, as in Keras, where nothing else is said. Dropout is seeded once the
 * network is whole, by `seedDropout`.
 */
export function seededLayers(random: Random) {
  const uniform = () => initializers.glorotUniform({ seed: random.word() });
  return {
    conv2d: (args: Conv) =>
      layers.conv2d({ ...args, kernelInitializer: args.kernelInitializer ?? uniform() }),
    dense: (args: Dense) => layers.dense({ ...args, kernelInitializer: args.kernelInitializer ?? uniform() }),
    lstm: (args: Lstm) =>
      layers.lstm({ ...args, kernelInitializer: uniform(), recurrentInitializer: seededOrthogonal(random) }),
    dropout: (args: DropoutArgs) => new SeededDropout(args),
  };
}
