// Reads texts: a running one, to learn which character or word comes next, or folders of them, one class a folder.
import { DatasetError } from '../../src/errors';
import type { Dataset, DatasetReader, ReadContext, SourceFile } from './dataset';
import { decodedText, textAtHead } from './decoded-text';
import { TextClasses } from './text/text-classes';
import { TextWindows } from './text/text-windows';

const HEAD = 4096;

export const text: DatasetReader = {
  format: 'text',
  async recognises(files) {
    const texts = textsAmong(files);
    if (texts.length > 1) return isText(texts[0]!);
    return files.length === 1 && isText(files[0]!);
  },
  async read(files, context) {
    const texts = textsAmong(files);
    if (texts.length === 0) texts.push(...files);
    const classes = classesOf(texts);
    return classes ? readClasses(classes, context) : readRunning(texts, context);
  },
};

function textsAmong(files: readonly SourceFile[]): SourceFile[] {
  return files.filter(({ path }) => /\.(txt|text|md)$/i.test(path));
}

async function isText(file: SourceFile): Promise<boolean> {
  const start = textAtHead(await file.head(HEAD));
  return start !== undefined && start.trim() !== '';
}

interface Labelled {
  file: SourceFile;
  label: string;
  test: boolean;
}

/**
 * The class of each file: its folder; `undefined` where there are not two. Folders `train` and `test` above them
 * split the set; files beside the folders, and what is called unsupervised, belong to no class.
 */
function classesOf(files: readonly SourceFile[]): Labelled[] | undefined {
  const placed = files.map((file) => ({ file, folders: file.path.split('/').slice(0, -1) }));
  const depth = Math.max(...placed.map(({ folders }) => folders.length));
  const labelled = placed
    .filter(({ folders }) => folders.length === depth && depth > 0)
    .filter(({ folders }) => !/^(unsup|unlabel)/i.test(folders.at(-1)!))
    .map(({ file, folders }) => ({
      file,
      label: folders.at(-1)!,
      test: folders.slice(0, -1).some((folder) => /^(test|valid|validation|val)$/i.test(folder)),
    }))
    .filter(({ label }) => !/^(train|test)$/i.test(label));
  return new Set(labelled.map(({ label }) => label)).size > 1 ? labelled : undefined;
}

async function readClasses(files: readonly Labelled[], context: ReadContext): Promise<Dataset> {
  const { options, name, source, report } = context;
  // Those of the test follow the others.
  const ordered = [...files.filter(({ test }) => !test), ...files.filter(({ test }) => test)];
  const training = ordered.filter(({ test }) => !test).length;
  const classes = [...new Set(files.map(({ label }) => label))].sort();
  const texts = new TextClasses(options);
  for (const [i, { file }] of ordered.entries()) {
    report(i / ordered.length, `Reading ${file.path}`);
    let whole = '';
    await eachPiece(file, context, (piece) => {
      whole += piece;
    });
    texts.add(whole.replaceAll('\r', ''));
  }
  const labels = Int32Array.from(ordered, ({ label }) => classes.indexOf(label));
  const file = ordered[0]!.file.path;
  const set = { name, source, format: 'text', notes: [], file, field: 'class' };
  return texts.dataset(set, { classes, labels, testFrom: training }, options);
}

async function readRunning(files: readonly SourceFile[], context: ReadContext): Promise<Dataset> {
  const { options, name, source, report } = context;
  const windows = new TextWindows(options);
  for (const [i, file] of files.entries()) {
    await eachPiece(
      file,
      context,
      (piece) => windows.add(piece),
      (fraction) => report((i + fraction) / files.length, `Reading ${file.path}`),
    );
    if (i < files.length - 1) windows.add('\n');
  }
  const file = files[0]!.path;
  return windows.dataset({ name, source, format: 'text', notes: [], file }, options);
}

async function eachPiece(
  file: SourceFile,
  { signal }: ReadContext,
  take: (piece: string) => void,
  hear: (fraction: number) => void = () => {},
): Promise<void> {
  const blob = await file.blob();
  const { pieces } = decodedText(blob, file.path, (bytes) => hear(bytes / blob.size));
  for await (const piece of pieces) {
    signal.throwIfAborted();
    if (piece.includes('\0')) throw new DatasetError(file.path, 'it is no text: there are zeros in it');
    take(piece);
  }
}
