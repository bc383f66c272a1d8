// Whether the layers of a file are those of a network.
import { WeightsError } from '../../../src/errors';
import type { StoredLayer } from './stored-layer';

/** A layer with weights as the network has it. */
export interface ExpectedLayer {
  name: string;
  weights: { name: string; shape: number[] }[];
}

/**
 * Checks that stored layers are those of a network, in the order of both, as Keras' `load_weights` does. Names may
 * differ, and layers after the network's last one are left out: a classifier's file serves the network without top.
 * @throws WeightsError naming the first layer that does not fit, with the expected and the found shape
 */
export function matchLayers(
  expected: readonly ExpectedLayer[],
  stored: readonly StoredLayer[],
  file: string,
): void {
  for (const [i, layer] of expected.entries()) {
    const found = stored[i];
    const count = Math.max(layer.weights.length, found?.weights.length ?? 0);
    for (let k = 0; k < count; k++) {
      const wanted = layer.weights[k];
      const there = found?.weights[k];
      if (wanted && there && String(wanted.shape) === String(there.shape)) continue;
      const reason = `layer ${layer.name} does not fit: expected ${describe(wanted)}, found ${describe(there)}`;
      throw new WeightsError(
        file,
        found ? reason : `${reason}: there are ${stored.length} layers with weights`,
        {
          layer: layer.name,
          expected: wanted?.shape ?? null,
          found: there?.shape ?? null,
        },
      );
    }
  }
}

function describe(weight: { name: string; shape: number[] } | undefined): string {
  return weight ? `${weight.name} [${weight.shape.join(', ')}]` : 'nothing';
}
