// Files of networks: read as all sources are, refused by a name of their own.
import { DatasetError, NetworkFileError } from '../../src/errors';
import type { FileSource } from '../../src/protocol';
import { readBytes } from '../data/source';

/** @throws NetworkFileError if it cannot be had */
export async function readFile(source: FileSource, signal?: AbortSignal): Promise<Uint8Array> {
  return readBytes(source, { signal }).catch((cause) => {
    throw cause instanceof DatasetError ? new NetworkFileError(cause.file, cause.reason, { cause }) : cause;
  });
}
