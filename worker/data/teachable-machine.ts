// Teachable Machine's project file: a zip with a manifest, and the pictures of all classes, each named by its class.
import { DatasetError } from '../../src/errors';
import type { DatasetReader, SourceFile } from './dataset';
import { type PlacedFile, readPictures } from './picture-files';

/** `Class 1-!-12`, with or without an ending: the class, and the picture's number in it. */
const SAMPLE = /^(.+)-!-(\d+)(\.[a-z0-9]+)?$/is;

export const teachableMachine: DatasetReader = {
  format: 'teachable-machine',

  async recognises(files) {
    return manifestOf(files) !== undefined && files.some((file) => sampleOf(file, files) !== undefined);
  },

  async read(files, context) {
    const manifest = manifestOf(files)!;
    await checkType(manifest);
    const pictures: PlacedFile[] = [];
    const others: string[] = [];
    for (const file of files) {
      const sample = sampleOf(file, files);
      if (sample) pictures.push({ file, label: sample.label, part: undefined });
      else if (file !== manifest) others.push(file.path);
    }
    const number = ({ file }: PlacedFile) => sampleOf(file, files)!.number;
    pictures.sort((one, other) =>
      one.label === other.label ? number(one) - number(other) : one.label < other.label ? -1 : 1,
    );
    const notes = others.length > 0 ? [`No samples, and left out: ${others.join(', ')}.`] : [];
    return readPictures(pictures, { format: 'teachable-machine', notes }, context);
  },
};

const manifestOf = (files: readonly SourceFile[]): SourceFile | undefined =>
  files.find(({ path }) => /(^|\/)manifest\.json$/.test(path));

/** A class may have slashes in its name: only the folder of the manifest goes. */
function sampleOf({ path }: SourceFile, files: readonly SourceFile[]) {
  const folder = manifestOf(files)!.path.replace(/manifest\.json$/, '');
  const found = path.startsWith(folder) ? SAMPLE.exec(path.slice(folder.length)) : null;
  return found ? { label: found[1]!, number: Number(found[2]) } : undefined;
}

/** @throws DatasetError for a project of sounds */
async function checkType(manifest: SourceFile): Promise<void> {
  let type: unknown;
  try {
    type = JSON.parse(await (await manifest.blob()).text()).type;
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    throw new DatasetError(manifest.path, `no JSON (${(cause as Error).message})`, { cause });
  }
  if (typeof type === 'string' && !['image', 'pose'].includes(type)) {
    throw new DatasetError(manifest.path, `a project of type ${type}: only those of pictures can be read`);
  }
}
