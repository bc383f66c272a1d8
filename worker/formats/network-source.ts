// A network that others trained, or a model of the lab, as a page names it.
import { InvalidOptionError } from '../../src/errors';
import type { ModelReference, NetworkSource } from '../../src/protocol';
import { isFileSource } from '../data/source';
import { type Option, option } from '../declare';

export type AnyNetworkSource = ModelReference | NetworkSource;

const ALLOWED =
  "a model of this lab, { url }, { files } with a model.json, a .keras, .h5 or zip file, or { architecture: 'inception-v3', weights }";

/** @throws InvalidOptionError naming what of it is wrong */
export function readNetworkSource(value: unknown, field: string): AnyNetworkSource {
  if (value instanceof Blob) return value;
  const source = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (typeof source.labModel === 'number') return { labModel: source.labModel };
  if ('architecture' in source) {
    const { architecture, weights } = source;
    if (architecture !== 'inception-v3') {
      throw new InvalidOptionError(`${field}.architecture`, architecture, '"inception-v3"');
    }
    if (isFileSource(weights)) return { architecture, weights };
    throw new InvalidOptionError(`${field}.weights`, weights, 'an address, a file or its bytes');
  }
  if ('url' in source) {
    const { url } = source;
    if ((typeof url === 'string' && url !== '') || url instanceof URL) return { url };
    throw new InvalidOptionError(`${field}.url`, url, 'the address of a model.json, .keras, .h5 or zip');
  }
  if ('files' in source) {
    const { files } = source;
    const all = Array.isArray(files) && files.length > 0 && files.every((file) => file instanceof File);
    if (all) return { files: files as File[] };
    throw new InvalidOptionError(
      `${field}.files`,
      files,
      'model.json and its weight files, or a .keras, .h5 or zip file',
    );
  }
  throw new InvalidOptionError(field, value, ALLOWED);
}

/** An option that takes a network. */
export function network(description: string): Option<AnyNetworkSource> {
  return option('network', description, readNetworkSource);
}
