import type { layers } from '@tensorflow/tfjs-layers';
import { classNamed } from '../../layer-classes';

export type Layer = InstanceType<typeof layers.Layer>;
export type Call = Layer['call'];
export type Shape = (number | null)[];

/**
 * Puts a method in front of a class' own, where tfjs-layers is loaded.
 * @param make gets the original and gives what takes its place
 * @returns a function that undoes it
 */
export function replaceMethod<M>(className: string, name: string, make: (original: M) => M): () => void {
  const prototype = classNamed(className)?.prototype as Record<string, M> | undefined;
  if (!prototype) return () => {};
  const own = Object.getOwnPropertyDescriptor(prototype, name);
  prototype[name] = make(prototype[name]!);
  return () => {
    if (own) Object.defineProperty(prototype, name, own);
    else delete prototype[name]; // it was inherited
  };
}

/** The same of a property that is computed. */
export function replaceAccessor<L, T>(className: string, name: string, compute: (layer: L) => T): () => void {
  const prototype = classNamed(className)?.prototype as object | undefined;
  if (!prototype) return () => {};
  const own = Object.getOwnPropertyDescriptor(prototype, name);
  Object.defineProperty(prototype, name, {
    configurable: true,
    get() {
      return compute(this as L);
    },
  });
  return () => {
    if (own) Object.defineProperty(prototype, name, own);
    else Reflect.deleteProperty(prototype, name); // it was inherited
  };
}
