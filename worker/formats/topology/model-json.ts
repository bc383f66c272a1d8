// The JSON of a layers model as Keras 2 and TensorFlow.js write it: what of it is relied on. Everything that builds
// a network from a file comes to this form first.
import { NetworkFileError } from '../../../src/errors';

/** A use of a layer's output: the layer, which of its calls, which of that call's outputs. */
export type Reference = [layer: string, node: number, tensor: number, ...rest: unknown[]];

export interface LayerJson {
  class_name: string;
  name?: string;
  config: Record<string, unknown> & { name?: string };
  /** For each call of the layer, its inputs. */
  inbound_nodes?: Reference[][];
}

export interface ModelJson {
  class_name: string;
  config: unknown;
}

/** The configuration of a model that lists its layers. */
export interface ModelConfig {
  name?: string;
  trainable?: boolean;
  layers: LayerJson[];
  input_layers?: Reference[];
  output_layers?: Reference[];
}

/** What holds layers: how its first call counts differs from other layers, for it has one of its own at 0. */
export const CONTAINERS: ReadonlySet<string> = new Set(['Model', 'Functional', 'Sequential']);

export const nameOf = ({ name, config }: LayerJson) => name ?? config.name ?? '';

/**
 * The model in what a file has for one: bare, or with its version around it.
 * @throws NetworkFileError if it is no layers model
 */
export function modelOf(topology: Record<string, unknown>, file: string): ModelJson {
  const model = (topology.model_config ?? topology) as Partial<ModelJson>;
  if (typeof model.class_name === 'string' && isObject(model.config)) return model as ModelJson;
  throw new NetworkFileError(file, 'its modelTopology is neither a layers model nor a graph model');
}

/**
 * Old Sequential models have their layers for a configuration.
 * @throws NetworkFileError if it lists no layers, or not as layers are listed
 */
export function configOf({ config }: ModelJson, file: string): ModelConfig {
  const list = (Array.isArray(config) ? { layers: config } : config) as ModelConfig;
  if (!isObject(list) || !Array.isArray(list.layers))
    throw new NetworkFileError(file, 'its modelTopology has no layers');
  const bad = list.layers.findIndex(
    (layer) => !isObject(layer) || typeof layer.class_name !== 'string' || !isObject(layer.config),
  );
  if (bad < 0) return list;
  throw new NetworkFileError(
    file,
    `layer ${bad + 1} of ${list.layers.length} has no class_name with a config`,
  );
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const KEYS: Record<string, string> = {
  className: 'class_name',
  inboundNodes: 'inbound_nodes',
  inputLayers: 'input_layers',
  outputLayers: 'output_layers',
  modelConfig: 'model_config',
};

/** A model's JSON whose keys may be those of TensorFlow.js' own code, with those of its files. */
export function snakeKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeKeys);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [KEYS[key] ?? key, snakeKeys(one)]));
}
