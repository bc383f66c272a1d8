// What lies in archives, as files: zip, tar and gzip, one in another too. Told by content, not by name.
import { DatasetError } from '../../src/errors';
import type { ReadContext, SourceFile } from './dataset';
import { gunzipBlob, isGzip } from './gzip';
import { isLitter } from './source-files';
import { isTar, openTar } from './tar';
import { isZip, openZip } from './zip';

/** Archives in archives that are opened; `.zip` with a `.tar.gz` in it is three. */
const DEPTH = 4;
/** What is looked at to tell an archive: a tar's header. */
const HEAD = 512;
/** Not worth a look: they are many, and none is an archive. */
const PICTURE = /\.(jpe?g|jfif|png|gif|webp|bmp|avif|svg|ico|tiff?)$/i;
/** In archives of many files, each costs a beginning of unpacking. */
const MANY = 100;
const ARCHIVE = /\.(zip|gz|tgz|tar|npz)$/i;
type Container = 'zip' | 'gzip' | 'tar';

/**
 * Opens archives, and what archives there are in them; all other files stay as they are. Files of a zip stay packed
 * until they are read, those of a tar are slices of it. Where several archives are given, the files of each go by its
 * name: `cats/1.jpg` from `cats.zip`.
 * @throws DatasetError naming the archive, or the file in it, if it is damaged, encrypted, or unpacks to too much
 * @throws FormatUnavailableError if what reads the format cannot be loaded
 * @throws the signal's reason once that is aborted
 */
export function unpack(
  files: readonly SourceFile[],
  context: Pick<ReadContext, 'report' | 'signal'>,
): Promise<SourceFile[]> {
  return open(files, context, 1);
}

async function open(
  files: readonly SourceFile[],
  context: Pick<ReadContext, 'report' | 'signal'>,
  depth: number,
  among = false,
): Promise<SourceFile[]> {
  const { report, signal } = context;
  const wanted = depth === 1 ? files : files.filter(({ path }) => !isLitter(path));
  const several = among || wanted.length > 1;
  const found: SourceFile[] = [];
  const looked = wanted.length > MANY && depth > 1 ? ARCHIVE : undefined;
  for (const [i, file] of wanted.entries()) {
    signal.throwIfAborted();
    const look = !PICTURE.test(file.path) && (looked?.test(file.path) ?? true);
    const container = look ? await containerOf(file) : undefined;
    if (!container) {
      found.push(file);
      continue;
    }
    if (depth > DEPTH)
      throw new DatasetError(file.path, `archives are opened ${DEPTH} deep, this is one more`);
    if (depth === 1) report(i / wanted.length, `Unpacking ${file.path}`);
    const inside = await contentOf(file, container, context);
    const packed = container === 'gzip';
    const folder = several && !packed ? `${withoutEnding(file.path)}/` : '';
    found.push(...(await open(inside.map(under(folder)), context, depth + 1, several && packed)));
  }
  return found;
}

async function containerOf(file: SourceFile): Promise<Container | undefined> {
  const head = await file.head(HEAD);
  if (isZip(head)) return 'zip';
  if (isGzip(head)) return 'gzip';
  return isTar(head) ? 'tar' : undefined;
}

async function contentOf(
  file: SourceFile,
  container: Container,
  { signal }: Pick<ReadContext, 'signal'>,
): Promise<SourceFile[]> {
  const blob = await file.blob();
  if (container === 'zip') return openZip(blob, file.path);
  if (container === 'tar') return openTar(blob, file.path, signal);
  return [
    blobFile(
      file.path.replace(/\.gz$/i, '').replace(/\.tgz$/i, '.tar'),
      await gunzipBlob(blob, file.path, { signal }),
    ),
  ];
}

/** A file that is at hand. */
export function blobFile(path: string, blob: Blob): SourceFile {
  return {
    path,
    size: blob.size,
    head: async (bytes) => new Uint8Array(await blob.slice(0, bytes).arrayBuffer()),
    blob: async () => blob,
  };
}

function under(folder: string): (file: SourceFile) => SourceFile {
  return (file) => (folder === '' ? file : { ...file, path: folder + file.path });
}

function withoutEnding(path: string): string {
  return path.replace(/(\.tar)?\.[^./]*$/i, '');
}
