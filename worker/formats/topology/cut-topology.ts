// The JSON of a layers model, cut down to what some of its layers need.
import { CONTAINERS, configOf, type LayerJson, modelOf, nameOf } from './model-json';

type Topology = Record<string, unknown>;

/** The names and classes of a model's layers, those of nested models not among them. */
export function listLayers(topology: Topology, file: string): { name: string; type: string }[] {
  return configOf(modelOf(topology, file), file).layers.map((layer) => ({
    name: nameOf(layer),
    type: layer.class_name,
  }));
}

/**
 * A model whose graph was checked, up to `targets`: names of layers, those inside nested models with the model's name and a slash before
 * them.
 * @throws NetworkFileError if it is not a layers model's
 */
export function cutTopology(
  topology: Topology,
  targets: readonly string[] | undefined,
  file: string,
): Topology {
  const copy = structuredClone(topology);
  const model = modelOf(copy, file);
  const config = configOf(model, file);
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
      config.input_layers = config.input_layers?.filter(([name]) => needed.has(name));
      const nested = new Set(config.layers.filter((layer) => CONTAINERS.has(layer.class_name)).map(nameOf));
      config.output_layers = [...new Set(wanted)].map((name) => [name, nested.has(name) ? 1 : 0, 0]);
    }
    if (Array.isArray(model.config)) model.config = config.layers;
  }
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
