// Reads a data set from whatever the page handed in: finds out what it is, and has it read.
import { DatasetError, InvalidOptionError } from '../../src/errors';
import type { PortableSource } from '../../src/protocol';
import { readArrays } from './arrays';
import { unpack } from './containers';
import type { Dataset, ReadContext, SourceFile } from './dataset';
import { readHuggingFace } from './hugging-face';
import { readLivePictures } from './live-pictures';
import { readers } from './readers';
import { sourceFiles } from './source-files';

/**
 * @throws DatasetError for what cannot be had, is of no known format, or is broken
 * @throws the signal's reason once that is aborted
 */
export async function openDataset(
  source: PortableSource,
  context: Omit<ReadContext, 'name' | 'source'>,
): Promise<Dataset> {
  const { options, signal } = context;
  if ('x' in source) return readArrays(source, { ...context, ...named(options.name, 'page', 'arrays') });
  if ('pictures' in source) {
    return readLivePictures(source, { ...context, ...named(options.name, 'page', 'pictures') });
  }
  if ('huggingFace' in source) {
    const { huggingFace } = source;
    return readHuggingFace(source, { ...context, ...named(options.name, huggingFace, huggingFace) });
  }
  if ('files' in source) {
    const given = await sourceFiles(source.files, context);
    const origin = originOf(source.files.length, given);
    const files = await unpack(given, context);
    signal.throwIfAborted();
    if (files.length === 0) throw new DatasetError(origin, 'there are no files in it');
    const reading = { ...context, ...named(options.name, origin, nameFor(given)) };
    for (const reader of readers) {
      const fits = await reader.recognises(files);
      signal.throwIfAborted();
      if (fits) return reader.read(files, reading);
    }
    throw new DatasetError(files[0]!.path, await unrecognised(files));
  }
  throw new InvalidOptionError('source', source, 'files or { x, y }');
}

const named = (given: string | undefined, source: string, otherwise: string) => ({
  source,
  name: given ?? otherwise,
});

function originOf(given: number, files: readonly SourceFile[]): string {
  return given === 1 && files.length === 1 ? files[0]!.path : folderOf(files) || 'files';
}

/** A file without its endings, a folder, or what there is. */
function nameFor(files: readonly SourceFile[]): string {
  if (files.length !== 1) return folderOf(files) || 'files';
  const base = files[0]!.path.split('/').at(-1)!;
  return base.replace(/(\.[a-z0-9]{1,8}){1,2}$/i, '') || base;
}

/** The outermost folder, where all lie in one. */
function folderOf(files: readonly SourceFile[]): string {
  const folders = new Set(files.map(({ path }) => (path.includes('/') ? path.split('/')[0]! : '')));
  return folders.size === 1 ? [...folders][0]! : '';
}

async function unrecognised(files: readonly SourceFile[]): Promise<string> {
  const first = files[0]!;
  const head = await first.head(8);
  const rest = files.length > 1 ? `, the first of ${files.length} files,` : '';
  if (head.length === 0) return `this file${rest} is empty`;
  const bytes = Array.from(head, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const formats = readers.map(({ format }) => format).join(', ');
  return `this file${rest} is of no format that is known here (${formats}); it begins with the bytes ${bytes}`;
}
