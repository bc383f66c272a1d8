// From options to what a step needs: the layers' outputs, and what becomes of them.
import { dispose, gather, type Tensor2D, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { InvalidOptionError } from '../../../src/errors';
import type { Pixels } from '../../../src/protocol';
import type { PictureFeatures, PictureNetwork } from './network/picture-network';
import { unknownLayer } from './network/unknown-layer';
import { activity, asPlaces, channelMean, likeness, type Term } from './objective';
import type { DeepdreamOptions } from './options';
import { pictureTensor } from './pixels';
import { fitInto } from './plan';

/** The longer side of a guide, and how many of its places, evenly spread, each of the picture's is compared with. */
const GUIDE_SIZE = 256;
const GUIDE_PLACES = 4096;

export interface Prepared {
  features: PictureFeatures;
  /** One for each output of `features`. */
  terms: readonly Term[];
  /** As used. */
  layers: Record<string, number>;
  dispose(): void;
}

/** @throws InvalidOptionError for a layer or channel that the network does not have */
export function prepare(
  network: PictureNetwork,
  { layers, objective, guide }: Pick<DeepdreamOptions, 'layers' | 'objective'> & { guide?: Pixels },
): Prepared {
  if (objective) {
    checkChannel(network, objective);
    const features = network.features([objective.layer]);
    return { features, terms: [channelMean(objective.channel)], layers: {}, dispose: features.dispose };
  }
  const used = layers ?? defaultsOf(network);
  for (const name of Object.keys(used)) find(network, name, 'layers');
  const features = network.features(Object.keys(used));
  const coefficients = Object.values(used);
  if (!guide) {
    const terms = coefficients.map((coefficient) => activity(coefficient));
    return { features, terms, layers: used, dispose: features.dispose };
  }
  const places = placesOf(guide, network, features);
  return {
    features,
    terms: coefficients.map((coefficient, i) => likeness(places[i]!, coefficient)),
    layers: used,
    dispose() {
      dispose(places);
      features.dispose();
    },
  };
}

function defaultsOf({ layers }: PictureNetwork): Record<string, number> {
  const chosen = layers.filter(({ coefficient }) => coefficient !== 0);
  return Object.fromEntries(chosen.map(({ name, coefficient }) => [name, coefficient]));
}

function find({ layers, name: network }: PictureNetwork, name: string, field: string) {
  const found = layers.find((layer) => layer.name === name);
  if (found) return found;
  const names = layers.map((layer) => layer.name);
  throw unknownLayer(name, network, names, field);
}

function checkChannel(network: PictureNetwork, { layer, channel }: { layer: string; channel: number }): void {
  const channels = find(network, layer, 'objective.layer').shape.at(-1);
  if (!channels || channel < channels) return;
  throw new InvalidOptionError('objective.channel', channel, `a whole number from 0 to ${channels - 1}`);
}

function placesOf(guide: Pixels, network: PictureNetwork, features: PictureFeatures): Tensor2D[] {
  return tidy(() => {
    const size = features.size ?? fitInto([guide.height, guide.width], GUIDE_SIZE);
    return features.apply(pictureTensor(guide, size, network)).map((output) => spread(asPlaces(output)));
  });
}

function spread(places: Tensor2D): Tensor2D {
  const [count] = places.shape;
  if (count <= GUIDE_PLACES) return places;
  const chosen = Int32Array.from({ length: GUIDE_PLACES }, (_, i) => Math.floor((i * count) / GUIDE_PLACES));
  return gather(places, tensor1d(chosen, 'int32'));
}
