// Large downloads, fetched once: the browser keeps them by the Cache API until the site's data is cleared.
import type { FileSource } from '../../src/protocol';
import { isAddress, type ReadOptions, readBytes } from './source';

/** Of the browser's caches the one that holds these downloads: `caches.delete('trainlab-downloads')` drops them. */
export const CACHE_NAME = 'trainlab-downloads';

export interface KeptDownload {
  bytes: Uint8Array;
  /** Keeps the bytes for the next time, or does nothing where that cannot be done. Call it once they have proved good. */
  keep(): Promise<void>;
  /** Drops them where they were kept, because they are no good: the server may have a better file by now. */
  forget(): Promise<void>;
}

/**
 * Reads a source as `readBytes` does, without asking the server for what is kept of an earlier time. Only http and
 * https addresses are kept, whole and under their full address; where there is no Cache API, as in pages that are
 * no secure context, or no room, every call downloads.
 * @throws as `readBytes` does
 */
export async function readKept(source: FileSource, options: ReadOptions = {}): Promise<KeptDownload> {
  const cache = isAddress(source) && /^https?:/.test(addressOf(source)) ? await openCache() : undefined;
  if (!cache) return { bytes: await readBytes(source, options), keep: nothing, forget: nothing };
  const address = addressOf(source as string | URL);
  const forget = () => cache.delete(address).then(nothing, nothing);
  const kept = await cache.match(address).catch(nothing);
  options.signal?.throwIfAborted();
  if (kept) {
    const bytes = await readBytes(await kept.blob(), options);
    return { bytes, keep: nothing, forget };
  }
  const bytes = await readBytes(source, options);
  const headers = { 'Content-Type': 'application/octet-stream', 'Content-Length': String(bytes.length) };
  const keep = () =>
    cache.put(address, new Response(bytes as Uint8Array<ArrayBuffer>, { headers })).then(nothing, nothing);
  return { bytes, keep, forget };
}

/** Without the fragment, of which a server never hears. */
function addressOf(source: string | URL): string {
  try {
    const url = new URL(source, location.href);
    url.hash = '';
    return url.href;
  } catch {
    return String(source);
  }
}

async function openCache(): Promise<Cache | undefined> {
  try {
    return await globalThis.caches?.open(CACHE_NAME);
  } catch {
    return undefined; // forbidden, as in sandboxed frames
  }
}

async function nothing(): Promise<undefined> {}
