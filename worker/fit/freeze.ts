// Which layers of a network train, by patterns of their names.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InvalidOptionError } from '../../src/errors';
import type { ReadOptions } from './read-options';

interface LayerLike {
  name: string;
  trainable: boolean;
  layers?: LayerLike[];
}

/** @throws InvalidOptionError for a pattern that no layer has, or where nothing is left to train */
export function freezeLayers(
  network: LayersModel,
  { freeze, unfreeze }: Pick<ReadOptions, 'freeze' | 'unfreeze'>,
): void {
  const all = layersIn(network as unknown as LayerLike);
  for (const [field, patterns, trainable] of [
    ['freeze', freeze, false],
    ['unfreeze', unfreeze, true],
  ] as const) {
    for (const [i, pattern] of patterns.entries()) {
      const fits = matcher(pattern);
      const found = all.filter(({ path, layer }) => fits(path) || fits(layer.name));
      if (found.length === 0) {
        const known = all.map(({ path }) => path).join(', ');
        throw new InvalidOptionError(
          `${field}[${i}]`,
          pattern,
          `the name of a layer, or a pattern of one: ${known}`,
        );
      }
      for (const { layer } of found) layer.trainable = trainable;
    }
  }
  if (network.trainableWeights.length > 0) return;
  if (freeze.length > 0)
    throw new InvalidOptionError('freeze', freeze.join(', '), 'names that leave a layer to train');
  throw new InvalidOptionError('network', 'a network without weights to train', 'one with a layer to train');
}

function layersIn(network: LayerLike, before = ''): { path: string; layer: LayerLike }[] {
  return (network.layers ?? []).flatMap((layer) => {
    const path = before + layer.name;
    return [{ path, layer }, ...layersIn(layer, `${path}/`)];
  });
}

function matcher(pattern: string): (name: string) => boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  const expression = new RegExp(`^${source}$`);
  return (name) => expression.test(name);
}
