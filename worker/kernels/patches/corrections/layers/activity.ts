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

/** What a layer's outputs cost while a gradient is computed; the tape tells which. */
interface Costs {
  readonly tape: unknown;
  readonly tensors: Tensor[];
}

const costsOf = new WeakMap<object, Costs>();

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
      for (const output of [outputs].flat() as Tensor[]) {
        if (isTensor(output)) remember(this, () => div(regularizer.apply(output), output.shape[0] ?? 1));
      }
      return outputs;
    } finally {
      layer.activityRegularizer = regularizer;
    }
  };
  base.calculateLosses = function (this: Layer) {
    return [...calculateLosses.call(this), ...takeCosts(this)];
  };
  return () => Object.assign(base, { apply, calculateLosses });
}

/** A layer may be applied to symbols too. */
function isTensor(output: Tensor): boolean {
  return 'dataId' in output;
}

/** Keeps a cost until the loss is put together: a model within a model would let go of it before. */
function remember(layer: object, compute: () => Tensor): void {
  const { gradientDepth, activeTape: tape } = engine().state;
  if (gradientDepth === 0) return;
  let costs = costsOf.get(layer);
  if (costs?.tape !== tape) {
    for (const { tensors } of costs ? [costs] : []) for (const tensor of tensors) tensor.dispose();
    costs = { tape, tensors: [] };
    costsOf.set(layer, costs);
  }
  costs!.tensors.push(engine().keep(compute()));
}

/** Hands the costs over to the scope that the loss is computed in. */
function takeCosts(layer: object): Tensor[] {
  const costs = costsOf.get(layer);
  costsOf.delete(layer);
  for (const tensor of costs?.tensors ?? []) {
    tensor.kept = false;
    (engine() as unknown as { track(tensor: Tensor): void }).track(tensor);
  }
  return costs?.tensors ?? [];
}
