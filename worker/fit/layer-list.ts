// A network written down as a plain list of layers.
import { serialization } from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { InvalidOptionError } from '../../src/errors';
import { type DropoutArgs, SeededDropout } from '../training/dropout-layer';
import { undoneIfBroken, unlessFull } from './undo-build';

type Config = Record<string, unknown>;
type Layer = InstanceType<typeof layers.Layer>;
type Factory = (config: Config) => Layer;

const factories = layers as unknown as Record<string, Factory | undefined>;

/** What `tf.layers` makes layers by. */
const layerNames: readonly string[] = Object.keys(layers).filter(
  (name) => /^[a-z]/.test(name) && name !== 'input' && typeof factories[name] === 'function',
);

/**
 * @param inputShape of one example, for a first layer that does not say it
 * @throws InvalidOptionError naming the layer that cannot be
 */
export function buildList(list: readonly unknown[], inputShape: number[] | undefined): LayersModel {
  if (list.length === 0) throw new InvalidOptionError('network', list, 'a list of one layer or more');
  return undoneIfBroken(() => {
    const network = sequential();
    for (const [i, given] of list.entries()) {
      const field = `network[${i}]`;
      const [name, config] = readLayer(given, field);
      const first = i === 0 && !('inputShape' in config || 'batchInputShape' in config) && inputShape;
      try {
        network.add(make(name, first ? { ...config, inputShape } : config, field));
      } catch (cause) {
        if (cause instanceof InvalidOptionError) throw cause;
        const { message } = unlessFull(cause);
        throw new InvalidOptionError(field, name, `a layer that fits there (${message.split('\n')[0]})`);
      }
    }
    return network;
  });
}

function make(name: string, config: Config, field: string): Layer {
  const inner = 'layer' in config ? { ...config, layer: innerLayer(config.layer, `${field}.layer`) } : config;
  // TensorFlow.js draws each mask number by number; ours comes off the backend.
  if (name === 'dropout') return new SeededDropout(inner as unknown as DropoutArgs);
  const factory = factories[name];
  if (factory) return factory(inner);
  const [Class, fromConfig] = registered(name)!;
  return fromConfig(Class, inner as never) as Layer;
}

/** A layer that was registered, such as one of the page's own. */
function registered(name: string) {
  const { classNameMap } = serialization.SerializationMap.getMap();
  return Object.hasOwn(classNameMap, name) ? classNameMap[name] : undefined;
}

function innerLayer(given: unknown, field: string): Layer {
  const [name, config] = readLayer(given, field);
  return make(name, config, field);
}

function readLayer(given: unknown, field: string): [name: string, config: Config] {
  if (typeof given !== 'object' || given === null) {
    throw new InvalidOptionError(field, given, "a layer, such as { type: 'dense', units: 10 }");
  }
  const { type, className, class_name, config, ...rest } = given as Config;
  const called = type ?? className ?? class_name;
  const wanted = typeof called === 'string' ? called.toLowerCase() : undefined;
  const known = layerNames.find((one) => one.toLowerCase() === wanted);
  const name = known ?? (typeof called === 'string' && registered(called) ? called : undefined);
  if (!name) {
    throw new InvalidOptionError(
      `${field}.type`,
      called,
      `a layer of TensorFlow.js layers: ${layerNames.join(', ')}; layers of your own come by lab.register`,
    );
  }
  const all = type === undefined ? { ...(config as Config | undefined) } : { ...(config as Config), ...rest };
  return [name, Object.fromEntries(Object.entries(all).map(([key, value]) => [camel(key), value]))];
}

/** Keras' spelling is taken too. */
const camel = (key: string) => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
