// The order in which Keras has the layers of a functional model, by which it finds their weights: those farther from
// the outputs first, those as far in the order in which a walk from the outputs meets them.
import type { Reference } from '../../topology/model-json';
import type { WrittenLayer, WrittenModel } from './written-model';

interface Node {
  layer: WrittenLayer;
  inputs: Reference[];
  depth: number;
}

/** @returns the model with its layers in that order; those that no output needs are left out */
export function inKerasOrder(model: WrittenModel): WrittenModel {
  const layers = model.layers.map((layer) =>
    layer.model ? { ...layer, model: inKerasOrder(layer.model) } : layer,
  );
  if (model.sequential) return { ...model, layers };
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const nodes = new Map<string, Node>();
  const nodeOf = ([name, index]: Reference): Node => {
    const key = `${name} ${index}`;
    const known = nodes.get(key);
    if (known) return known;
    const layer = byName.get(name)!;
    const inputs = layer.type === 'InputLayer' ? [] : layer.calls[index - (layer.model ? 1 : 0)]!;
    const node = { layer, inputs, depth: 0 };
    nodes.set(key, node);
    return node;
  };
  const met = new Map<WrittenLayer, number>();
  const finished = new Set<Node>();
  const ordered: Node[] = [];
  const visit = (reference: Reference) => {
    const node = nodeOf(reference);
    if (finished.has(node)) return;
    if (!met.has(node.layer)) met.set(node.layer, met.size);
    for (const input of node.inputs) visit(input);
    if (finished.has(node)) return;
    finished.add(node);
    ordered.push(node);
  };
  for (const output of model.outputs) visit(output);

  const depths = new Map<WrittenLayer, number>();
  for (const node of [...ordered].reverse()) {
    node.depth = Math.max(node.depth, depths.get(node.layer) ?? 0);
    depths.set(node.layer, node.depth);
    for (const input of node.inputs) {
      const parent = nodeOf(input);
      parent.depth = Math.max(parent.depth, node.depth + 1);
    }
  }
  for (const input of model.inputs) {
    const { layer } = nodeOf(input);
    if (depths.has(layer)) continue;
    depths.set(layer, 0);
    met.set(layer, -1);
  }
  const all = [...depths.keys()].sort((a, b) => depths.get(b)! - depths.get(a)! || met.get(a)! - met.get(b)!);
  return { ...model, layers: all };
}
