// What a RepeatVector layer repeats: a recurrent layer behind it multiplies that once instead of in each step.
import type { Tensor } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { classNamed } from './layer-classes';

type Call = ReturnType<typeof layers.repeatVector>['call'];

const sources = new WeakMap<Tensor, Tensor>();

/** Keeps in mind what each RepeatVector layer has repeated, and returns a function that ends it. */
export function rememberRepeats(): () => void {
  const prototype = classNamed('RepeatVector')?.prototype as { call: Call } | undefined;
  if (!prototype) return () => {};
  const original = prototype.call;
  prototype.call = function (this: ReturnType<typeof layers.repeatVector>, inputs, kwargs) {
    const output = original.call(this, inputs, kwargs);
    const [source] = [inputs].flat();
    if (!Array.isArray(output) && source) sources.set(output, source);
    return output;
  };
  return () => {
    prototype.call = original;
  };
}

/** For an output [batch, steps, inputs] of such a layer the vectors [batch, inputs] that it repeats. */
export function repeatedIn(output: Tensor): Tensor | undefined {
  const source = sources.get(output);
  return source?.isDisposed ? undefined : source;
}
