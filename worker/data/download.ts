// Downloads: tried again with growing waits, resumed where the server allows, kept for the next time.
import { DatasetError } from '../../src/errors';
import { cacheKey, forgetDownload, keepDownload, keptDownload } from './download-cache';

export interface DownloadOptions {
  /** What to call it in errors; its address where absent. */
  name?: string;
  /**
   * Hears how many bytes have come so far, of how many where the server tells, and how many seconds the rest takes
   * where that can be said.
   */
  onProgress?: (loaded: number, total: number | undefined, eta?: number) => void;
  signal?: AbortSignal;
}

/** The server answered, but not with the file. */
export class NotServedError extends DatasetError {}

export interface Downloaded {
  blob: Blob;
  /** Of the response: what tells whether the file is another one by now. */
  headers: Headers;
}

/** Waits before each further try, in milliseconds; after the last the download has failed. */
const WAITS = [250, 750, 2250];
/** No server is waited for longer, whatever it asks for. */
const LONGEST_WAIT = 60_000;
/** Of servers that may have the file in a moment. */
const PASSING = [408, 425, 429, 500, 502, 503, 504];
/** So many bytes more than ever, and the tries begin anew: a long download may break off often. */
const PROGRESS = 2 ** 16;
/** What is put into a Blob, out of the worker's memory, at once. */
const PIECE = 2 ** 24;
/** Before that, a speed says little; in milliseconds. */
const ETA_AFTER = 500;

/** A try that failed, and may do better. */
class Interruption extends Error {
  constructor(
    readonly failure: DatasetError,
    /** As the server asks for, in milliseconds. */
    readonly wait?: number,
  ) {
    super(failure.message);
  }
}

/** What has come so far, and of what. */
interface Received {
  blobs: Blob[];
  chunks: Uint8Array<ArrayBuffer>[];
  held: number;
  loaded: number;
  headers?: Headers;
  /** Of the whole file; `undefined` where it is not told, or counts what travels alone. */
  total: number | undefined;
}

/**
 * Downloads a file whole, from the server.
 * @throws DatasetError if it cannot be had after all tries: HTTP status, no connection, a broken one
 * @throws the signal's reason once that is aborted
 */
export async function fetchWhole(address: string | URL, options: DownloadOptions = {}): Promise<Downloaded> {
  const { signal } = options;
  const received = nothingYet();
  let tries = 0;
  let furthest = 0;
  let resumes = true;
  for (;;) {
    const from: number = resumes && received.total !== undefined ? received.loaded : 0;
    try {
      await receive(address, from, received, options);
      letGo(received);
      return { blob: new Blob(received.blobs), headers: received.headers! };
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof Interruption)) throw error;
      // A range that a browser may not ask another origin for fails as a whole.
      resumes = from === 0 || received.loaded > from;
      if (received.loaded >= furthest + PROGRESS) tries = 0;
      furthest = Math.max(furthest, received.loaded);
      if (tries === WAITS.length || globalThis.navigator?.onLine === false) throw error.failure;
      await pause(error.wait ?? WAITS[tries]!, signal);
      tries += 1;
    }
  }
}

/**
 * Downloads a file, or takes what is kept of an earlier time if the server does not say that it has another by now.
 * @throws as `fetchWhole` does
 */
export async function download(address: string | URL, options: DownloadOptions = {}): Promise<Blob> {
  const key = cacheKey(address);
  const kept = key && (await keptDownload(key));
  options.signal?.throwIfAborted();
  if (kept && (await isCurrent(address, kept.headers, options.signal))) {
    options.onProgress?.(kept.blob.size, kept.blob.size, 0);
    return kept.blob;
  }
  const found = await fetchWhole(address, options);
  if (key) await keepDownload(key, found);
  return found.blob;
}

export interface KeepableDownload {
  blob: Blob;
  /** Keeps it for the next time, or does nothing where that cannot be done. Call it once it has proved good. */
  keep(): Promise<void>;
  /** Drops it where it was kept, because it is no good: the server may have a better file by now. */
  forget(): Promise<void>;
}

/**
 * Downloads a file that never changes; what is kept of an earlier time is taken without asking the server.
 * @throws as `fetchWhole` does
 */
export async function downloadOnce(
  address: string | URL,
  options: DownloadOptions = {},
): Promise<KeepableDownload> {
  const key = cacheKey(address);
  const kept = key && (await keptDownload(key));
  options.signal?.throwIfAborted();
  const found = kept || (await fetchWhole(address, options));
  if (kept) options.onProgress?.(kept.blob.size, kept.blob.size, 0);
  return {
    blob: found.blob,
    keep: async () => (kept || !key ? undefined : keepDownload(key, found)),
    forget: async () => (key ? forgetDownload(key) : undefined),
  };
}

/**
 * Loads the first source that its server has.
 * @throws DatasetError telling of all of them where none is served; whatever else `load` throws, at once
 */
export async function firstServed<S, T>(sources: readonly S[], load: (source: S) => Promise<T>): Promise<T> {
  const missing: NotServedError[] = [];
  for (const source of sources) {
    try {
      return await load(source);
    } catch (error) {
      if (!(error instanceof NotServedError)) throw error;
      missing.push(error);
    }
  }
  const first = missing[0]!;
  const others = missing.slice(1).map((error) => `; ${error.message}`);
  throw new NotServedError(first.file, first.reason + others.join(''), { cause: first });
}

const nothingYet = (): Received => ({ blobs: [], chunks: [], held: 0, loaded: 0, total: undefined });

function letGo(received: Received): void {
  if (received.chunks.length > 0) received.blobs.push(new Blob(received.chunks));
  received.chunks = [];
  received.held = 0;
}

/** One try. @param from where it is to go on; 0 for the whole file */
async function receive(
  address: string | URL,
  from: number,
  received: Received,
  options: DownloadOptions,
): Promise<void> {
  const { name = String(address), signal, onProgress } = options;
  const response = await fetch(address, {
    headers: from > 0 ? rangeHeaders(address, from, received.headers!) : {},
    ...(signal && { signal }),
  }).catch((cause) => {
    signal?.throwIfAborted();
    throw new Interruption(new DatasetError(name, `the download failed (${messageOf(cause)})`, { cause }));
  });
  if (!(from > 0 && continues(response, from, received))) {
    if (response.status === 206 || response.status === 416) {
      await response.body?.cancel();
      Object.assign(received, nothingYet());
      throw new Interruption(new DatasetError(name, 'the server has another file by now'), 0);
    }
    await checkServed(response, name);
    Object.assign(received, nothingYet(), { headers: response.headers, total: lengthOf(response) });
  }
  const { total } = received;
  const start = performance.now();
  const already = received.loaded;
  try {
    for await (const chunk of response.body ?? []) {
      received.chunks.push(chunk as Uint8Array<ArrayBuffer>);
      received.loaded += chunk.length;
      received.held += chunk.length;
      if (received.held >= PIECE) letGo(received);
      onProgress?.(received.loaded, total, etaOf(received, already, performance.now() - start));
    }
  } catch (cause) {
    signal?.throwIfAborted();
    const reach = total === undefined ? `${received.loaded}` : `${received.loaded} of ${total}`;
    const reason = `the download broke off after ${reach} bytes (${messageOf(cause)})`;
    throw new Interruption(new DatasetError(name, reason, { cause }));
  }
}

async function checkServed(response: Response, name: string): Promise<void> {
  const { ok, status, statusText, headers } = response;
  const isPage = headers.get('content-type')?.startsWith('text/html');
  if (ok && !isPage) return;
  await response.body?.cancel();
  const reason = ok ? 'the server sent a web page instead of the file' : `HTTP ${status} ${statusText}`;
  const error = new NotServedError(name, reason.trimEnd());
  if (!PASSING.includes(status)) throw error;
  const asked = Number.parseInt(headers.get('retry-after') ?? '', 10) * 1000;
  throw new Interruption(error, asked >= 0 ? Math.min(asked, LONGEST_WAIT) : undefined);
}

/** The length header counts what travels: under a content encoding that is not what arrives here. */
function lengthOf({ headers }: Response): number | undefined {
  const length = Number(headers.get('content-length') ?? Number.NaN);
  return headers.get('content-encoding') === null && length > 0 ? length : undefined;
}

/** Of another origin the condition would have to be allowed: there what comes is held against what came. */
function rangeHeaders(address: string | URL, from: number, headers: Headers): Record<string, string> {
  const validator = strongTag(headers) ?? headers.get('last-modified');
  const { href, origin } = globalThis.location ?? {};
  const own = origin === undefined || new URL(address, href).origin === origin;
  return { Range: `bytes=${from}-`, ...(own && validator !== null && { 'If-Range': validator }) };
}

function strongTag(headers: Headers): string | undefined {
  const tag = headers.get('etag');
  return tag?.startsWith('"') ? tag : undefined;
}

/** Whether a response is the rest of the file of which so much has come. */
function continues(
  { status, headers }: Response,
  from: number,
  { headers: first, total }: Received,
): boolean {
  if (status !== 206 || !first || headers.get('content-encoding') !== null) return false;
  const same = ['etag', 'last-modified'].every(
    (name) => (headers.get(name) ?? first.get(name)) === (first.get(name) ?? headers.get(name)),
  );
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers.get('content-range') ?? '');
  const fits = range
    ? Number(range[1]) === from && Number(range[2]) === total
    : Number(headers.get('content-length')) === total! - from;
  return same && fits;
}

function etaOf({ loaded, total }: Received, already: number, elapsed: number): number | undefined {
  if (total === undefined || elapsed < ETA_AFTER || loaded === already) return undefined;
  return ((total - loaded) * elapsed) / (loaded - already) / 1000;
}

/** Whether what is kept is what the server has; true where it cannot be asked. */
async function isCurrent(
  address: string | URL,
  kept: Headers,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const response = await fetch(address, {
    ...{ method: 'HEAD', cache: 'no-cache' },
    ...(signal && { signal }),
  }).catch(() => undefined);
  signal?.throwIfAborted();
  if (!response) return true;
  if (!response.ok) return response.status !== 404 && response.status !== 410;
  const told = ['etag', 'last-modified', 'content-length'].filter(
    (name) => kept.get(name) !== null && response.headers.get(name) !== null,
  );
  return told.length > 0 && told.every((name) => kept.get(name) === response.headers.get(name));
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', abort, { once: true });
  });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
