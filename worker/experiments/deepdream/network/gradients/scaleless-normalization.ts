// A gradient that TensorFlow.js lacks.
import { batchNorm, ones, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type LayersModel, layers } from '@tensorflow/tfjs-layers';

type Layer = LayersModel['layers'][number];
type Call = Layer['call'];
type Variable = Layer['weights'][number];

/** What batch normalisation keeps to itself. */
interface Normalization {
  axis: number;
  scale: boolean;
  epsilon: number;
  beta: Variable | undefined;
  movingMean: Variable;
  movingVariance: Variable;
}

let allowed = false;

/**
 * Lets batch normalisation without scale, as InceptionV3 has it, be differentiated: TensorFlow.js 4.22 throws, because
 * its gradient wants to keep the scale that is not there. Such layers take a scale of one instead, where they use their
 * moving statistics over the last dimension; in training TensorFlow.js' own do not work at all. Concerns all such
 * layers of all networks from then on; calling it again changes nothing.
 */
export function allowScalelessNormalization(): void {
  if (allowed) return;
  allowed = true;
  const { prototype } = layers.batchNormalization({}).constructor as unknown as { prototype: { call: Call } };
  const stock = prototype.call;
  prototype.call = function (this: Layer & Normalization, inputs, kwargs) {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor;
    const { axis, scale, movingMean, movingVariance, beta, epsilon } = this;
    const last = axis === -1 || axis === x.rank - 1;
    if (scale || kwargs.training || !last) return stock.call(this, inputs, kwargs);
    return tidy(() =>
      batchNorm(
        x,
        movingMean.read(),
        movingVariance.read(),
        beta?.read(),
        ones(movingMean.shape as [number]),
        epsilon,
      ),
    );
  };
}
