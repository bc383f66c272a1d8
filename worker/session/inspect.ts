// What a network is made of, as the experiment sees it that takes networks.
import { InvalidOptionError } from '../../src/errors';
import type { NetworkDescription } from '../../src/protocol';
import type { Registry } from '../experiment';
import { readNetworkSource } from '../formats/network-source';
import { isModelReference, type Models } from './models';

/** @throws InvalidOptionError for what is no network; and as the experiment's `inspect` does */
export async function inspect(
  given: unknown,
  experiments: Registry,
  models: Models,
): Promise<NetworkDescription> {
  const source = given === undefined ? undefined : readNetworkSource(given, 'network');
  const able = Object.values(experiments).find((one) => one.inspect);
  if (!able?.inspect)
    throw new InvalidOptionError('network', given, 'none: no experiment here takes networks');
  const held = models.hold(isModelReference(source) ? [source] : []);
  try {
    return await able.inspect(source, held.networkOf);
  } finally {
    held.release();
  }
}
