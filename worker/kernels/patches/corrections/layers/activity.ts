// Regularizers of layers' outputs: tfjs-layers refuses them.
import { div, engine, type Tensor } from '@tensorflow/tfjs-core';
import { classNamed } from '../../layer-classes';
import type { Layer } from './replace-method';

interface Regularizer {
  apply(x: Tensor): Tensor;
}

/** What a layer keeps to itself. */
interface Regularized {
  activityRegularizer: Regularizer | null;
}

type Apply = Layer['apply'];
type Base = { apply: Apply; calculateLosses(): Tensor[] };

/** What a layer's last outputs cost, for as long as the gradient takes that they are computed in. */
const costs = new WeakMap<object, Tensor>();

/** Adds what a layer's regularizer makes of its outputs, by the size of the batch, to the loss, as Keras does. */
export function regularizeActivities(): () => void {
  const dense = classNamed('Dense')?.prototype as object | undefined;
  if (!dense) return () => {};
  const base = Object.getPrototypeOf(dense) as Base; // Layer's own
  const { apply, calculateLosses } = base;
  base.apply = function (this: Layer, inputs, kwargs) {
    const layer = this as unknown as Regularized;
    const regularizer = layer.activityRegularizer;
    if (!regularizer) return apply.call(this, inputs, kwargs);
    layer.activityRegularizer = null;
    try {
      const outputs = apply.call(this, inputs, kwargs);
      const [first] = [outputs].flat() as Tensor[];
      if (engine().state.gradientDepth > 0 && isTensor(first)) {
        costs.set(this, div(regularizer.apply(first), first.shape[0] ?? 1));
      }
      return outputs;
    } finally {
      layer.activityRegularizer = regularizer;
    }
  };
  base.calculateLosses = function (this: Layer) {
    const losses = calculateLosses.call(this);
    const cost = (this as unknown as Regularized).activityRegularizer ? costs.get(this) : undefined;
    return cost && !cost.isDisposed ? [...losses, cost] : losses;
  };
  return () => Object.assign(base, { apply, calculateLosses });
}

/** A layer may be applied to symbols too. */
function isTensor(output: Tensor | undefined): output is Tensor {
  return output !== undefined && 'dataId' in output;
}
