// MultiHeadAttention as a layer: tfjs-layers' own can be applied to nothing, and gives no weights to train.
import type { Tensor } from '@tensorflow/tfjs-core';
import { classNamed } from '../../layer-classes';
import { type Call, type Layer, replaceAccessor, replaceMethod, type Shape } from './replace-method';

type Weights = Layer['trainableWeights'];

/** What attention keeps to itself. */
interface Attention {
  readonly trainable: boolean;
  readonly numHeads: number;
  readonly valueDim: number;
  readonly builtFromSignature: boolean;
  built: boolean;
  buildFromSignature(query: Shape, value: Shape, key?: Shape): void;
  readonly queryDense?: Layer;
  readonly keyDense?: Layer;
  readonly valueDense?: Layer;
  readonly outputDense?: Layer;
}

type Apply = (inputs: unknown, kwargs?: Record<string, unknown>) => unknown;

/** Query, value and, if it is another, key come by name or as a list; a model hands on lists. */
export function correctAttention(): (() => void)[] {
  const prototype = classNamed('MultiHeadAttention')?.prototype as object | undefined;
  if (!prototype) return [];
  const { apply } = Object.getPrototypeOf(prototype) as { apply: Apply }; // Layer's own
  return [
    replaceMethod<Apply>(
      'MultiHeadAttention',
      'apply',
      (original) =>
        function (this: Layer, inputs, { value, key, ...kwargs } = {}) {
          if (Array.isArray(inputs) && inputs.length > 1) return apply.call(this, inputs, kwargs);
          if (!value) return original.call(this, inputs, kwargs);
          const query = [inputs].flat();
          return apply.call(this, [...query, value, ...(key ? [key] : [])], kwargs);
        },
    ),
    replaceMethod<Call>(
      'MultiHeadAttention',
      'call',
      (original) =>
        function (this: Layer, inputs, kwargs) {
          const [query, value, key] = [inputs].flat() as [Tensor, Tensor?, Tensor?];
          return original.call(this, query, value ? { ...kwargs, value, ...(key && { key }) } : kwargs);
        },
    ),
    replaceMethod<(shapes: Shape[]) => void>(
      'MultiHeadAttention',
      'build',
      () =>
        function (this: Layer, [query, value, key]) {
          buildAll(this as unknown as Attention, query!, value!, key ?? value!);
        },
    ),
    replaceAccessor<Attention, Weights>('MultiHeadAttention', 'trainableWeights', (layer) =>
      layer.trainable ? partsOf(layer).flatMap((part) => part.trainableWeights) : [],
    ),
    replaceAccessor<Attention, unknown[]>('MultiHeadAttention', 'losses', (layer) =>
      partsOf(layer).flatMap((part) => (part as unknown as { losses: unknown[] }).losses),
    ),
  ];
}

function partsOf({ queryDense, keyDense, valueDense, outputDense }: Attention): Layer[] {
  return [queryDense, keyDense, valueDense, outputDense].filter((part) => part !== undefined);
}

function buildAll(layer: Attention, query: Shape, value: Shape, key: Shape): void {
  if (!layer.builtFromSignature) layer.buildFromSignature(query, value, key);
  const attended = [...query.slice(0, -1), layer.numHeads, layer.valueDim];
  for (const [part, shape] of [
    [layer.queryDense, query],
    [layer.keyDense, key],
    [layer.valueDense, value],
    [layer.outputDense, attended],
  ] as const) {
    if (!part!.built) part!.build(shape);
  }
  layer.built = true;
}
