// The classes of tfjs-layers, where it is loaded.
import { serialization } from '@tensorflow/tfjs-core';

/** tfjs-layers registers its classes with TensorFlow.js core: found there, it need not be imported. */
export function classNamed(name: string): { prototype: unknown } | undefined {
  return serialization.SerializationMap.getMap().classNameMap[name]?.[0];
}
