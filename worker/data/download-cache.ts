// Where downloads are kept: the browser's Cache API, up to a limit; those that were used longest ago go first. Where
// there is none, as in pages that are no secure context and in sandboxed frames, or no room, nothing is kept.

/** Of the browser's caches the one that holds the files, whole and by their full address. */
export const CACHE_NAME = 'trainlab-downloads';
/** Its fellow: when each of them was used last. */
const USED_NAME = 'trainlab-downloads-used';
/** Of all files together, in bytes. */
const LIMIT = 2 ** 30;

interface Kept {
  blob: Blob;
  /** As its server sent them. */
  headers: Headers;
}

/** The length that the server told is another where the file travels encoded. */
const SERVED_LENGTH = 'x-served-length';
const VALIDATORS = ['etag', 'last-modified'];

/** What a file is kept under: its address without the fragment; `undefined` for what cannot be kept. */
export function cacheKey(address: string | URL): string | undefined {
  try {
    const url = new URL(address, globalThis.location?.href);
    url.hash = '';
    return /^https?:$/.test(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

export async function keptDownload(key: string): Promise<Kept | undefined> {
  const cache = await open(CACHE_NAME);
  try {
    const response = await cache?.match(key);
    if (!response) return undefined;
    const blob = await response.blob();
    const headers = new Headers();
    for (const name of VALIDATORS) copy(response.headers, name, headers, name);
    copy(response.headers, SERVED_LENGTH, headers, 'content-length');
    await touch(key);
    return { blob, headers };
  } catch {
    return undefined;
  }
}

/** A quota that is reached, or a store that fails, is no failure of the download. */
export async function keepDownload(key: string, { blob, headers }: Kept): Promise<void> {
  const cache = await open(CACHE_NAME);
  if (!cache || blob.size > LIMIT) return;
  const stored = new Headers({
    'Content-Type': 'application/octet-stream',
    'Content-Length': String(blob.size),
  });
  for (const name of VALIDATORS) copy(headers, name, stored, name);
  copy(headers, 'content-length', stored, SERVED_LENGTH);
  const put = () => cache.put(key, new Response(blob, { headers: stored }));
  try {
    await makeRoom(cache, key, LIMIT - blob.size);
    // The quota may be smaller than our limit.
    await put().catch(() => makeRoom(cache, key, 0).then(put));
    await touch(key);
  } catch {
    await forgetDownload(key);
  }
}

export async function forgetDownload(key: string): Promise<void> {
  for (const name of [CACHE_NAME, USED_NAME]) {
    await (await open(name))?.delete(key).catch(() => false);
  }
}

/** Bytes of all files that are kept. */
export async function downloadsSize(): Promise<number> {
  const cache = await open(CACHE_NAME);
  const files = cache ? await list(cache) : [];
  return files.reduce((sum, { size }) => sum + size, 0);
}

export async function clearDownloads(): Promise<void> {
  try {
    for (const name of [CACHE_NAME, USED_NAME]) await globalThis.caches?.delete(name);
  } catch {
    // what is forbidden holds nothing
  }
}

async function open(name: string): Promise<Cache | undefined> {
  try {
    return await globalThis.caches?.open(name);
  } catch {
    return undefined; // forbidden, as in sandboxed frames
  }
}

function copy(from: Headers, name: string, to: Headers, as: string): void {
  const value = from.get(name);
  if (value !== null) to.set(as, value);
}

async function touch(key: string): Promise<void> {
  const used = await open(USED_NAME);
  await used?.put(key, new Response(String(Date.now()))).catch(() => {});
}

interface Listed {
  key: string;
  size: number;
  /** When, in milliseconds since 1970. */
  used: number;
}

async function list(cache: Cache): Promise<Listed[]> {
  const used = await open(USED_NAME);
  return Promise.all(
    (await cache.keys()).map(async ({ url }): Promise<Listed> => {
      const [response, time] = await Promise.all([cache.match(url), used?.match(url)]);
      const size = Number(response?.headers.get('content-length') ?? 0);
      return { key: url, size, used: Number((await time?.text()) ?? 0) };
    }),
  );
}

/** Drops what was used longest ago until the others together take no more than `room`. */
async function makeRoom(cache: Cache, key: string, room: number): Promise<void> {
  const others = (await list(cache)).filter((one) => one.key !== key).sort((a, b) => b.used - a.used);
  let taken = 0;
  for (const one of others) {
    taken += one.size;
    if (taken > room) await forgetDownload(one.key);
  }
}
