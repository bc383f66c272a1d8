// The network that a lab brings with it, to dream on without a download.
import { dispose } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { buildNetwork } from './network';
import { unpackWeights } from './quantised';

/**
 * The layers that a dream excites where none are named. Coefficients of this size let Keras' largest loss, 10, end
 * an octave before its picture is drowned.
 */
export const embeddedLayers: Readonly<Record<string, number>> = { conv4: 6, conv5: 1 };

/**
 * Loads the embedded network: pictures of any size, [batch, height, width, 3] from −1 to 1, through `conv1` to
 * `conv6`, to the probabilities of the motifs that its metadata name: [batch, classes]. The caller disposes it.
 *
 * Its weights are a chunk of code of their own, fetched when they are first asked for: it lies where the worker's
 * other chunks lie, so whoever serves or bundles the worker serves the network too.
 */
export async function loadEmbeddedNetwork(): Promise<LayersModel> {
  const { classes, weights } = await import('./weights');
  const network = buildNetwork(classes.split(' '));
  const packed = Uint8Array.from(atob(weights), (character) => character.charCodeAt(0));
  const shapes = network.getWeights().map(({ shape }) => shape);
  const values = unpackWeights(packed, shapes);
  network.setWeights(values);
  dispose(values);
  return network;
}
