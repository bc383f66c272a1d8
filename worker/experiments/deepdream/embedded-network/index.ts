// The network that a lab brings with it, to dream on without a picture network of one's own.
import { dispose } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { NetworkFileError } from '../../../../src/errors';
import { dreamNetworkUrl } from '../../../assets';
import { readFile } from '../../../formats/read-file';
import { buildNetwork } from './network';
import { unpackWeights } from './quantised';

/**
 * The layers that a dream excites where none are named. Coefficients of this size let Keras' largest loss, 10, end
 * an octave before its picture is drowned.
 */
export const embeddedLayers: Readonly<Record<string, number>> = { conv4: 6, conv5: 1 };

/** What it tells apart, by output. */
const classes = [
  ...['arches', 'butterflies', 'checks', 'eyes', 'feathers', 'flowers', 'honeycomb', 'leaves'],
  ...['owls', 'rings', 'scales', 'shells', 'spirals', 'spots', 'stars', 'stripes'],
];

/**
 * Loads the embedded network: pictures of any size, [batch, height, width, 3] from −1 to 1, through `conv1` to
 * `conv6`, to the probabilities of the motifs that its metadata name: [batch, classes]. The caller disposes it.
 *
 * Its weights, made by `npm run train:dream-network`, are a file of their own, fetched when it is first asked for.
 * @throws NetworkFileError if the file cannot be had or is another one
 */
export async function loadEmbeddedNetwork(signal?: AbortSignal): Promise<LayersModel> {
  const url = dreamNetworkUrl();
  const packed = await readFile(url, signal);
  const network = buildNetwork(classes);
  try {
    const shapes = network.getWeights().map(({ shape }) => shape);
    const values = unpackWeights(packed, shapes);
    network.setWeights(values);
    dispose(values);
    return network;
  } catch (cause) {
    network.dispose();
    throw new NetworkFileError(
      url.href,
      `this is not the network of this version (${(cause as Error).message})`,
      {
        cause,
      },
    );
  }
}
