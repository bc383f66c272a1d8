// The order in which Keras writes layers to files.
import type { PlannedLayer } from './plan';

/**
 * Layers in the order in which Keras lists and saves those of a network: by their depth, which is their longest
 * way to the output, farthest first; at one depth as a search from the output through all inputs meets them.
 */
export function kerasOrder(output: PlannedLayer): PlannedLayer[] {
  const met = new Set<PlannedLayer>();
  const inputsFirst: PlannedLayer[] = [];
  const search = (layer: PlannedLayer) => {
    if (met.has(layer)) return;
    met.add(layer);
    layer.inputs.forEach(search);
    inputsFirst.push(layer);
  };
  search(output);

  const depths = new Map([...met].map((layer) => [layer, 0]));
  for (const layer of inputsFirst.reverse()) {
    for (const input of layer.inputs) {
      depths.set(input, Math.max(depths.get(input)!, depths.get(layer)! + 1));
    }
  }
  // Sorting is stable, and a set remembers the order in which its members were met.
  return [...met].sort((a, b) => depths.get(b)! - depths.get(a)!);
}
