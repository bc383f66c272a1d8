// A network without models in it: the layers of each stand in its place. The old format needs it: Keras 2 and 3 count
// the calls of a nested model differently there.
import { callsInOrder } from '../../topology/check-model';
import type { LayerJson, Reference } from '../../topology/model-json';
import { freeName, functional, type WrittenLayer, type WrittenModel } from './written-model';

export function flattened(model: WrittenModel): WrittenModel {
  if (!model.layers.some((layer) => layer.model)) return model;
  const outer = functional(model);
  const made: WrittenLayer[] = outer.layers
    .filter(({ type }) => type === 'InputLayer')
    .map((layer) => ({ ...layer, calls: [] }));
  const taken = new Set(made.map(({ name }) => name));
  /** Each layer once, however often the model that it is in is called. */
  const copies = new Map<WrittenLayer, WrittenLayer>();
  const copyOf = (layer: WrittenLayer): WrittenLayer => {
    const known = copies.get(layer);
    if (known) return known;
    const name = freeName(layer.name, taken);
    taken.add(name);
    const copy = { ...layer, name, config: { ...layer.config, name }, calls: [] };
    copies.set(layer, copy);
    made.push(copy);
    return copy;
  };

  /** @returns what the model's outputs are, in the whole */
  const insert = (inner: WrittenModel, given: readonly Reference[]): Reference[] => {
    const { layers, inputs, outputs } = functional(inner);
    const byName = new Map(layers.map((layer) => [layer.name, layer]));
    const known = new Map(inputs.map(([name], i) => [`${name} 0`, [given[i]!]]));
    const resolve = ([name, node, tensor]: Reference) => known.get(`${name} ${node}`)![tensor] ?? null;
    const counts = new Map<string, number>();
    for (const { layer, inputs: from } of callsInOrder(asJson(layers), inner.name)) {
      const one = byName.get(layer.name!)!;
      const node = (counts.get(one.name) ?? 0) + (one.model ? 1 : 0);
      counts.set(one.name, (counts.get(one.name) ?? 0) + 1);
      const given = from.map((reference) => resolve(reference)!);
      if (one.model) {
        known.set(`${one.name} ${node}`, insert(one.model, given));
        continue;
      }
      const copy = copyOf(one);
      copy.calls.push(given);
      const tensors = one.layer?.inboundNodes[0]?.outputTensors.length ?? 1;
      const call = copy.calls.length - 1;
      const references = Array.from({ length: tensors }, (_, i): Reference => [copy.name, call, i]);
      known.set(`${one.name} ${node}`, references);
    }
    return outputs.map((reference) => resolve(reference)!);
  };

  const outputs = insert(outer, outer.inputs);
  return { name: model.name, sequential: false, layers: made, inputs: outer.inputs, outputs };
}

function asJson(layers: readonly WrittenLayer[]): { layers: LayerJson[] } {
  return {
    layers: layers.map(({ name, type, calls, model }) => ({
      ...{ class_name: model ? 'Functional' : type, name, config: { name } },
      inbound_nodes: calls,
    })),
  };
}
