// The network's layers by name, before any of them is built.
import { type Block, type Padding, steps } from './blocks';

export type LayerOperation =
  | { type: 'input' | 'normalization' | 'relu' | 'maxPool' | 'averagePool' | 'concat' }
  | { type: 'conv'; kernel: [height: number, width: number]; stride: 1 | 2; padding: Padding };

/** One layer: what it does, to the output of which layers, and how many channels its own output has. */
export interface PlannedLayer {
  name: string;
  operation: LayerOperation;
  inputs: PlannedLayer[];
  channels: number;
}

/**
 * All layers of InceptionV3 without top, each after its inputs, under the names that the published weight file
 * gives them: `conv2d_1` to `conv2d_94`, `batch_normalization_1` …, `mixed0` to `mixed10`.
 * @param width the part of its channels that each convolution has: 1 for Keras' network, less for tests
 */
export function planInceptionV3(width = 1): PlannedLayer[] {
  const layers: PlannedLayer[] = [];
  const counts = new Map<string, number>();

  function add(
    operation: LayerOperation,
    base: string,
    inputs: PlannedLayer[],
    channels: number,
    name?: string,
  ) {
    const count = (counts.get(base) ?? 0) + (name ? 0 : 1);
    counts.set(base, count);
    const layer = { name: name ?? `${base}_${count}`, operation, inputs, channels };
    layers.push(layer);
    return layer;
  }

  function follow(from: PlannedLayer, path: readonly Block[]): PlannedLayer {
    return path.reduce(take, from);
  }

  function take(from: PlannedLayer, step: Block): PlannedLayer {
    switch (step.type) {
      case 'conv': {
        const { filters, kernel, stride, padding } = step;
        const channels = Math.max(1, Math.round(width * filters));
        const conv = add({ type: 'conv', kernel, stride, padding }, 'conv2d', [from], channels);
        const normal = add({ type: 'normalization' }, 'batch_normalization', [conv], channels);
        return add({ type: 'relu' }, 'activation', [normal], channels);
      }
      case 'maxPool':
        return add({ type: 'maxPool' }, 'max_pooling2d', [from], from.channels);
      case 'averagePool':
        return add({ type: 'averagePool' }, 'average_pooling2d', [from], from.channels);
      case 'fork': {
        const ends = step.branches.map((branch) => follow(from, branch));
        const channels = ends.reduce((sum, end) => sum + end.channels, 0);
        return add({ type: 'concat' }, 'concatenate', ends, channels, step.name);
      }
    }
  }

  follow(add({ type: 'input' }, 'input', [], 3), steps);
  return layers;
}
