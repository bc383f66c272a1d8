// Layers of a page's own: known by their names to whoever loads a network.
import { serialization } from '@tensorflow/tfjs-core';
import { ExperimentModuleError } from '../../src/errors';

/** A class as TensorFlow.js registers it: of a layer, or of an initializer, a regularizer or a constraint. */
export interface LayerClass {
  // biome-ignore lint/suspicious/noExplicitAny: each class has a configuration of its own
  new (...args: any[]): serialization.Serializable;
  /** The name in saved networks. */
  className: string;
}

const ALLOWED =
  'a list of classes that extend tf.layers.Layer and have a static className, or a function that gives one';

/** The names of classes that modules brought, and the module of each. */
const registered = new Map<string, string>();

/** A module under another query is the same one, reloaded. */
const withoutQuery = (module: string) => module.replace(/[?#].*$/, '');

/**
 * @param given a list of classes, or an object that holds them
 * @returns their names
 * @throws ExperimentModuleError if one is no such class, or if there is another of that name; then none is registered
 */
export function registerLayers(given: unknown, module: string): string[] {
  const isList = typeof given === 'object' && given !== null;
  const entries = isList ? Object.entries(given) : [];
  if (entries.length === 0) throw ExperimentModuleError.of(module, 'layers', given, ALLOWED);
  for (const [name, one] of entries) check(one, `layers.${name}`, module);
  return entries.map(([, one]) => {
    const layer = one as LayerClass;
    serialization.registerClass(layer as unknown as serialization.SerializableConstructor<never>);
    registered.set(layer.className, withoutQuery(module));
    return layer.className;
  });
}

function check(layer: unknown, part: string, module: string): void {
  const { className, prototype } = (layer ?? {}) as Partial<LayerClass & { prototype: unknown }>;
  const serializable = prototype instanceof serialization.Serializable;
  if (typeof layer !== 'function' || !serializable)
    throw ExperimentModuleError.of(module, part, layer, ALLOWED);
  if (typeof className !== 'string' || !Object.hasOwn(layer, 'className') || className === '') {
    throw ExperimentModuleError.of(
      module,
      `${part}.className`,
      Object.hasOwn(layer, 'className') ? className : undefined,
      'the name of the layer in saved networks, as a static property of its own',
    );
  }
  const known = className in serialization.SerializationMap.getMap().classNameMap;
  if (known && registered.get(className) !== withoutQuery(module)) {
    const holder = registered.get(className) ?? 'TensorFlow.js';
    throw ExperimentModuleError.of(
      module,
      `${part}.className`,
      className,
      `a name that is not taken: ${holder} has a ${className}`,
    );
  }
}
