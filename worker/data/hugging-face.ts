// Data sets of the Hugging Face hub, which has each as Parquet: https://huggingface.co/docs/dataset-viewer/parquet
import { DatasetError, InvalidOptionError } from '../../src/errors';
import type { Dataset, ReadContext, SourceFile } from './dataset';
import { readParquet } from './parquet/read-parquet';
import { sourceFile } from './source-files';

export interface HuggingFaceSource {
  /** Such as `ylecun/mnist`. */
  huggingFace: string;
  /** Another hub than huggingface.co. */
  url?: string;
}

const HUB = 'https://huggingface.co';

/** Larger files are read in parts, as far as their server gives such; so are all of which not all is wanted. */
const WHOLE = 64 * 2 ** 20;

/** Addresses of files, by subset and split. */
type Listing = Record<string, Record<string, string[]>>;

/**
 * Reads the split `train`, and `test` or `validation` to test with, or the split that the page asks for.
 * @throws DatasetError for what the hub does not have, or does not give
 * @throws InvalidOptionError for a name that is none, or a split that is not there
 */
export async function readHuggingFace(source: HuggingFaceSource, context: ReadContext): Promise<Dataset> {
  const { huggingFace } = source;
  if (typeof huggingFace !== 'string' || !/^[\w.-]+(\/[\w.-]+)?$/.test(huggingFace)) {
    throw new InvalidOptionError(
      'source.huggingFace',
      huggingFace,
      'the name of a data set, such as ylecun/mnist',
    );
  }
  const hub = (source.url ?? HUB).replace(/\/+$/, '');
  const listing = await list(`${hub}/api/datasets/${huggingFace}/parquet`, context.signal);
  const { train, test, notes } = splitsIn(listing, context.options.split, huggingFace);
  const files = (urls: readonly string[]) =>
    Promise.all(urls.map((url) => hubFile(addressIn(url, hub), context)));
  const parts = { train: await files(train), test: await files(test), notes };
  return readParquet(parts, 'hugging-face', context);
}

/** What a mirror lists may still name the original. */
function addressIn(url: string, hub: string): URL {
  try {
    return new URL(url.replace(/^https:\/\/huggingface\.co(?=\/)/, hub), `${hub}/`);
  } catch (cause) {
    throw new DatasetError(url, 'the hub lists this, which is no address', { cause });
  }
}

async function list(address: string, signal: AbortSignal): Promise<Listing> {
  const response = await fetch(address, { signal }).catch((cause) => {
    signal.throwIfAborted();
    throw new DatasetError(address, `the hub does not answer (${cause.message})`, { cause });
  });
  const found: unknown = await response.json().catch(() => undefined);
  signal.throwIfAborted();
  if (!response.ok) {
    const told = (found as { error?: unknown } | undefined)?.error;
    const why = typeof told === 'string' ? `: ${told}` : '';
    const hint = [401, 403, 404].includes(response.status) ? '; is it public, and its name right?' : '';
    throw new DatasetError(address, `HTTP ${response.status}${why}${hint}`);
  }
  if (!isListing(found)) throw new DatasetError(address, 'what the hub answers is no list of Parquet files');
  return found;
}

function isListing(found: unknown): found is Listing {
  const isMap = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const isFiles = (value: unknown) =>
    Array.isArray(value) && value.length > 0 && value.every((url) => typeof url === 'string');
  return (
    isMap(found) &&
    Object.values(found).length > 0 &&
    Object.values(found).every(
      (splits) => isMap(splits) && Object.values(splits).length > 0 && Object.values(splits).every(isFiles),
    )
  );
}

/** @param asked a split, or `subset/split` of a data set that has several subsets */
function splitsIn(listing: Listing, asked: string | undefined, name: string) {
  const subsets = Object.keys(listing);
  const [given, inner] = asked?.includes('/') ? asked.split('/', 2) : [undefined, asked];
  const subset = given ?? (subsets.includes('default') ? 'default' : subsets[0]!);
  const splits = Object.hasOwn(listing, subset) ? listing[subset]! : {};
  const names = Object.keys(splits);
  const split = inner ?? (names.includes('train') ? 'train' : names[0]!);
  if (split === undefined || !Object.hasOwn(splits, split)) {
    const all = subsets.flatMap((one) =>
      Object.keys(listing[one]!).map((other) => (subsets.length > 1 ? `${one}/${other}` : other)),
    );
    throw new InvalidOptionError('split', asked, `a split of ${name}: ${all.join(', ')}`);
  }
  const notes: string[] = [];
  if (subsets.length > 1) {
    const others = subsets.filter((one) => one !== subset).slice(0, 20);
    notes.push(
      `Read from the subset ${subset}; others, by split: "SUBSET/${split}", are ${others.join(', ')}.`,
    );
  }
  const held = split === 'train' ? ['test', 'validation'].find((one) => names.includes(one)) : undefined;
  if (held === 'validation') notes.push('There is no test: the split validation stands for it.');
  return { train: splits[split]!, test: held ? splits[held]! : [], notes };
}

/** A file of the hub, by parts where not all of it is wanted. */
async function hubFile({ href: address, pathname }: URL, context: ReadContext): Promise<SourceFile> {
  const { signal, options } = context;
  const path = pathname.split('/').slice(-3).join('/');
  // The whole is kept for the next time, parts are not.
  const whole: SourceFile = { ...sourceFile(address, address, context), path };
  const size = await sizeOf(address, signal);
  const some = options.limit !== undefined || options.columns !== undefined;
  if (size === undefined || (size <= WHOLE && !some)) return whole;
  let wholly = false;
  return {
    ...whole,
    size,
    async slice(from, to) {
      const part = wholly ? undefined : await partOf(address, from, to, signal);
      if (part) return part;
      wholly = true;
      return (await whole.blob()).slice(from, to).arrayBuffer();
    },
  };
}

async function sizeOf(address: string, signal: AbortSignal): Promise<number | undefined> {
  const response = await fetch(address, { method: 'HEAD', signal }).catch(() => undefined);
  signal.throwIfAborted();
  const length = Number(response?.headers.get('content-length') ?? Number.NaN);
  const packed = response?.headers.get('content-encoding');
  return response?.ok && !packed && length > 0 ? length : undefined;
}

/** `undefined` where the server gives no parts. */
async function partOf(
  address: string,
  from: number,
  to: number,
  signal: AbortSignal,
): Promise<ArrayBuffer | undefined> {
  if (from === to) return new ArrayBuffer(0);
  const headers = { Range: `bytes=${from}-${to - 1}` };
  const response = await fetch(address, { headers, signal }).catch((cause) => {
    signal.throwIfAborted();
    throw new DatasetError(address, `the download failed (${cause.message})`, { cause });
  });
  if (response.status === 200) {
    await response.body?.cancel();
    return undefined;
  }
  if (response.status !== 206) {
    await response.body?.cancel();
    throw new DatasetError(address, `HTTP ${response.status} for the bytes ${from} to ${to}`);
  }
  const bytes = await response.arrayBuffer().catch((cause) => {
    signal.throwIfAborted();
    throw new DatasetError(address, `the download broke off (${cause.message})`, { cause });
  });
  if (bytes.byteLength === to - from) return bytes;
  throw new DatasetError(address, `${bytes.byteLength} bytes came where ${to - from} were asked for`);
}
