// The JSON of a layers model, cut down to what some of its layers need.
import { NetworkFileError } from '../../../src/errors';
import type { Topology } from './model-files';

interface LayerJson {
  class_name: string;
  name?: string;
  config: Record<string, unknown> & { name?: string };
  /** For each use of the layer, for each of its inputs: name, use, output, arguments. */
  inbound_nodes?: [name: string, node: number, tensor: number, ...rest: unknown[]][][];
}

interface ModelConfig {
  layers: LayerJson[];
  input_layers?: unknown;
  output_layers?: unknown;
}

/** The names and classes of a model's layers, those of nested models not among them. */
export function listLayers(topology: Topology, file: string): { name: string; type: string }[] {
  return configOf(topology, file).layers.map((layer) => ({ name: nameOf(layer), type: layer.class_name }));
}

/**
 * The model up to `targets`: names of layers, those inside nested models with the model's name and a slash before
 * them. Its initializers give zeros: weights come from files, and drawing them would take long.
 * @throws NetworkFileError if it is not a layers model's
 */
export function cutTopology(
  topology: Topology,
  targets: readonly string[] | undefined,
  file: string,
): Topology {
  const copy = structuredClone(topology);
  const model = modelOf(copy, file);
  const config = configOf(copy, file);
  const wanted = targets?.map((name) => name.split('/')[0]!);
  const known = new Set(config.layers.map(nameOf));
  if (wanted?.every((name) => known.has(name))) {
    if (model.class_name === 'Sequential') {
      const last = Math.max(
        ...wanted.map((name) => config.layers.findIndex((layer) => nameOf(layer) === name)),
      );
      config.layers.length = last + 1;
    } else {
      const needed = ancestors(config.layers, wanted);
      config.layers = config.layers.filter((layer) => needed.has(nameOf(layer)));
      config.output_layers = [...new Set(wanted)].map((name) => [name, 0, 0]);
    }
    if (Array.isArray(model.config)) model.config = config.layers;
  }
  zeroInitializers(copy);
  return copy;
}

function ancestors(layers: LayerJson[], targets: readonly string[]): Set<string> {
  const byName = new Map(layers.map((layer) => [nameOf(layer), layer]));
  const needed = new Set<string>();
  const waiting = [...targets];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    for (const use of byName.get(name)?.inbound_nodes ?? []) waiting.push(...use.map(([input]) => input));
  }
  return needed;
}

const nameOf = ({ name, config }: LayerJson) => name ?? config.name ?? '';

function modelOf(topology: Topology, file: string): { class_name: string; config: unknown } {
  const model = (topology.model_config ?? topology) as { class_name: string; config: unknown };
  if (typeof model.class_name === 'string' && typeof model.config === 'object' && model.config) return model;
  throw new NetworkFileError(file, 'its modelTopology is neither a layers model nor a graph model');
}

/** Old Sequential models have their layers for a configuration. */
function configOf(topology: Topology, file: string): ModelConfig {
  const { config } = modelOf(topology, file);
  const list = Array.isArray(config) ? { layers: config } : (config as ModelConfig);
  if (Array.isArray(list.layers)) return list;
  throw new NetworkFileError(file, 'its modelTopology has no layers');
}

function zeroInitializers(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const object = node as Record<string, unknown>;
  for (const [key, value] of Object.entries(object)) {
    if (/_?initializer$/i.test(key) && value) object[key] = { class_name: 'Zeros', config: {} };
    else zeroInitializers(value);
  }
}
