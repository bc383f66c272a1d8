// What a page hands in as a data set, fit to cross the boundary: files with their folders, arrays, pictures.
import { InvalidOptionError } from './errors';
import type { PictureElement } from './picture-element';
import { absolute, isOf, portable } from './portable-data';
import type {
  ArraySource,
  ArraysSource,
  DatasetOptions,
  DatasetProgress,
  FileSource,
  LabelledPicture,
  PictureSource,
  PortableFile,
  PortableSource,
} from './protocol';

/** A tensor of the page's own TensorFlow.js, of whatever copy. */
export interface PageTensor {
  shape: readonly number[];
  /** Its values, row by row. */
  dataSync(): ArrayLike<number> | ArrayLike<string>;
}

/** A file of a data set; a folder or file as the browser's file system API and drag and drop give it. */
export type DatasetFile = FileSource | FileSystemHandle | FileSystemEntry;

/** What `lab.dataset` reads. */
export type DatasetSource =
  /** An address, a file or its bytes; an address that ends in a slash is a folder whose server lists its files. */
  | DatasetFile
  /** Several: of `<input type="file" multiple>` or `webkitdirectory`, of a folder that was dropped, or a list of addresses. */
  | ArrayLike<DatasetFile>
  | DataTransfer
  /** Text itself, such as that of a table. */
  | { text: string; name?: string }
  /** A data set of the Hugging Face hub. */
  | { huggingFace: string; url?: string | URL }
  /** Examples in memory. */
  | {
      x: ArraySource | PageTensor;
      y: ArraySource | PageTensor;
      classes?: readonly string[];
      test?: { x: ArraySource | PageTensor; y: ArraySource | PageTensor };
    }
  /** Pictures that the page has, or will have: `dataset.add` takes more. Classes in this order, where they are given. */
  | {
      pictures: readonly { label: string; picture: PictureSource | PictureElement }[];
      classes?: readonly string[];
    };

/** How a data set is to be read, and what hears of it. */
export interface OpenDatasetOptions extends DatasetOptions {
  /** Hears how far it is, some twenty times a second. */
  onProgress?: (progress: DatasetProgress) => void;
  /** Ends the reading; the promise then rejects with the signal's reason. */
  signal?: AbortSignal;
}

const ALLOWED =
  'files, a folder, addresses, bytes, a DataTransfer, { text }, { x, y }, { pictures } or { huggingFace }';

/**
 * What a DataTransfer holds is taken down at once: the browser empties it after the event.
 * @throws InvalidOptionError for what is no source, or an empty one
 */
export async function portableSource(source: unknown): Promise<PortableSource> {
  if (isOf('DataTransfer', source)) return { files: await droppedFiles(source as DataTransfer) };
  if (isFile(source)) return { files: await filesOf(source) };
  if (typeof source !== 'object' || source === null) throw new InvalidOptionError('source', source, ALLOWED);
  if ('text' in source) return { files: [textFile(source as { text: unknown; name?: unknown })] };
  if ('huggingFace' in source) {
    const { huggingFace, url } = source as { huggingFace: string; url?: string | URL };
    return { huggingFace, ...(url !== undefined && { url: absolute(String(url)) }) };
  }
  if ('pictures' in source) return labelledPictures(source as { pictures: unknown; classes?: string[] });
  if ('x' in source || 'y' in source) return arrays(source as ArraysSource);
  if (!('length' in source)) throw new InvalidOptionError('source', source, ALLOWED);
  const list = Array.from(source as ArrayLike<unknown>);
  if (list.length === 0) throw new InvalidOptionError('source', source, `${ALLOWED}; this one is empty`);
  const wrong = list.findIndex((one) => !isFile(one));
  if (wrong >= 0)
    throw new InvalidOptionError(`source[${wrong}]`, list[wrong], 'a file, an address or bytes');
  return { files: (await Promise.all(list.map((one) => filesOf(one as DatasetFile)))).flat() };
}

function isFile(value: unknown): value is DatasetFile {
  if (typeof value === 'string') return value !== '';
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return true;
  return ['URL', 'Blob', 'FileSystemHandle', 'FileSystemEntry'].some((name) => isOf(name, value));
}

/** A folder that was dropped is many. */
async function filesOf(file: DatasetFile): Promise<PortableFile[]> {
  if (typeof file === 'string' || file instanceof URL) return [{ content: absolute(String(file)) }];
  if (isOf('FileSystemEntry', file)) return filesIn(file as FileSystemEntry);
  // A file that crosses loses its folders.
  const path = isOf('File', file) ? (file as File).webkitRelativePath || (file as File).name : undefined;
  return [{ ...(path && { path }), content: file as FileSource | FileSystemHandle }];
}

async function droppedFiles({ items, files }: DataTransfer): Promise<PortableFile[]> {
  const entries = [...items].map((item) => item.webkitGetAsEntry());
  const plain = [...files];
  const found = entries.some((entry) => entry !== null)
    ? await Promise.all(entries.map((entry) => (entry ? filesIn(entry) : [])))
    : await Promise.all(plain.map(filesOf));
  if (found.flat().length > 0) return found.flat();
  throw new InvalidOptionError('source', files, `${ALLOWED}; no file was dropped`);
}

async function filesIn(entry: FileSystemEntry): Promise<PortableFile[]> {
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile) {
    const content = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ path, content }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: PortableFile[] = [];
  while (true) {
    // A hundred at a time in Chromium, then none.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return found;
    for (const files of await Promise.all(some.map(filesIn))) found.push(...files);
  }
}

function textFile({ text, name = 'text' }: { text: unknown; name?: unknown }): PortableFile {
  if (typeof text !== 'string') throw new InvalidOptionError('source.text', text, 'text');
  return { path: String(name), content: new Blob([text], { type: 'text/plain' }) };
}

async function labelledPictures({ pictures, classes }: { pictures: unknown; classes?: string[] }) {
  if (!Array.isArray(pictures)) {
    throw new InvalidOptionError('source.pictures', pictures, 'a list of { label, picture }');
  }
  const converted = await Promise.all(
    pictures.map(async (one, i): Promise<LabelledPicture> => {
      const field = `source.pictures[${i}]`;
      if (typeof one !== 'object' || one === null || !('picture' in one) || typeof one.label !== 'string') {
        throw new InvalidOptionError(field, one, '{ label, picture }, the label being text');
      }
      const result = portable(one.picture, undefined, 'picture');
      await result.ready?.catch(({ message }) => {
        const allowed = `a picture that the browser can decode (${message})`;
        throw new InvalidOptionError(`${field}.picture`, one.picture, allowed);
      });
      return { label: one.label, picture: result.value as PictureSource };
    }),
  );
  return { pictures: converted, ...(classes && { classes: [...classes] }) };
}

function arrays({ x, y, classes, test }: ArraysSource): ArraysSource {
  return {
    ...{ x: array(x), y: array(y) },
    ...(classes && { classes: [...classes] }),
    ...(test && { test: { x: array(test.x), y: array(test.y) } }),
  };
}

/** A tensor's values are read: it cannot cross. */
function array(value: ArraySource | PageTensor): ArraySource {
  if (typeof value !== 'object' || value === null || !('dataSync' in value)) return value;
  const shape = [...value.shape];
  const data = value.dataSync();
  return shape.length === 1 ? (data as ArrayLike<string>) : { data: data as ArrayLike<number>, shape };
}
