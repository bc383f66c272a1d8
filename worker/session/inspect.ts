import type { NetworkLayer } from '../../src/protocol';
import { describeLayers } from '../experiments/deepdream/network/open-network';
import { readNetworkSource } from '../formats/network-source';
import type { Models } from './models';
import { isModelReference } from './models';

/**
 * The layers of a network that can be dreamt on.
 * @throws InvalidOptionError for what is no network; and as `openNetwork` does
 */
export async function describeNetwork(given: unknown, models: Models): Promise<NetworkLayer[]> {
  const source = given === undefined ? undefined : readNetworkSource(given, 'network');
  const held = models.hold(isModelReference(source) ? [source] : []);
  try {
    return [...(await describeLayers(source, held.networkOf))];
  } finally {
    held.release();
  }
}
