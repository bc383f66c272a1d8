// Pictures in folders, a folder a class, as files or in an archive.
import { DatasetError } from '../../../src/errors';
import type { DatasetDescription } from '../../../src/protocol';
import type { Dataset, DatasetReader, ReadContext, SourceFile, Split } from '../dataset';
import { fittedPicture, isGrey, type PictureForm } from '../fitted-picture';
import { isNamedPicture, pictureFormat, SIGNATURE_BYTES } from '../picture-signature';
import { countClasses, divide, memorySplit, subset } from '../split';
import { createDecoder, type Decoder } from './decode';
import { layOut, type Placed } from './layout';

/** Sets up to this many bytes are decoded once and kept; larger ones stay encoded, and are decoded as they are read. */
const KEPT = 256 * 2 ** 20;
const LARGEST_SIDE = 96;
/** So many are looked at to find out whether these are pictures, and whether they have colour. */
const LOOKED_AT = 48;
const NAMED = 10;

/** A picture file with its place in the set. */
export interface PlacedFile extends Placed {
  label: string;
  file: SourceFile;
}

export const pictureFiles: DatasetReader = {
  format: 'pictures',

  async recognises(files) {
    const some = spread(files, LOOKED_AT);
    const found = await Promise.all(
      some.map(async (file) => isPicture(file.path, await file.head(SIGNATURE_BYTES))),
    );
    return found.filter(Boolean).length * 2 >= some.length;
  },

  async read(files, context) {
    const { pictures, notes } = await placed(files, context);
    return readPictures(pictures, { format: 'pictures', notes }, context);
  },
};

/**
 * @param told found out by the caller: the format's name, what is to be told of the files, and the classes in their
 *   order where that is known
 * @throws DatasetError if none can be decoded
 */
export async function readPictures(
  pictures: readonly PlacedFile[],
  told: { format: string; notes: readonly string[]; classes?: readonly string[] },
  context: ReadContext,
): Promise<Dataset> {
  const decoder = createDecoder(context);
  const form = await formOf(pictures, decoder, context);
  const { found, bytes, broken } = await decodeAll(pictures, form, decoder, context);
  if (found.length === 0) {
    const reason = `none of its ${pictures.length} pictures can be decoded: ${named(broken)}`;
    throw new DatasetError(context.source, reason);
  }
  const notes = [...told.notes, ...notesOf(found, pictures, broken)];
  return assemble({ found, bytes, form, decoder, ...told, notes }, context);
}

function isPicture(path: string, head: Uint8Array): boolean {
  return pictureFormat(head) !== undefined || isNamedPicture(path);
}

const spread = <T>(all: readonly T[], most: number): T[] => {
  const count = Math.min(most, all.length);
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]!);
};

/** The pictures in order of their paths, with their classes; and what is told of the other files. */
async function placed(files: readonly SourceFile[], { name, source, signal }: ReadContext) {
  const found: SourceFile[] = [];
  const others: string[] = [];
  for (const file of files) {
    signal.throwIfAborted();
    // Names are quick to ask; only what has none of a picture's is looked into.
    const is = isNamedPicture(file.path) || pictureFormat(await file.head(SIGNATURE_BYTES)) !== undefined;
    if (is) found.push(file);
    else others.push(file.path);
  }
  found.sort((one, other) => compare(one.path, other.path));
  const places = layOut(
    found.map(({ path }) => path),
    name,
  );
  const all = found.map((file, i) => ({ file, ...places[i]! }));
  const pictures = all.filter((one): one is PlacedFile => one.label !== undefined);
  const loose = all.filter(({ label }) => label === undefined).map(({ file }) => file.path);
  if (pictures.length === 0) throw new DatasetError(source, 'there are no pictures in it');
  const notes: string[] = [];
  if (others.length > 0) notes.push(`No pictures, and left out: ${listed(others)}.`);
  if (loose.length > 0) notes.push(`In no folder, so of no class, and left out: ${listed(loose)}.`);
  return { pictures, notes };
}

const collator = new Intl.Collator('en', { numeric: true });
/** `2.png` before `10.png`; the same order everywhere. */
const compare = (one: string, other: string) => collator.compare(one, other) || (one < other ? -1 : 1);

/** The first of many, and how many more there are. */
function listed(all: readonly string[]): string {
  const more = all.length - NAMED;
  return all.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Size and colour: as wanted, else as the first pictures have them. */
async function formOf(
  pictures: readonly PlacedFile[],
  decoder: Decoder,
  { options }: ReadContext,
): Promise<PictureForm> {
  const { resize = 'cover', channels, size } = options;
  let [height, width] = typeof size === 'number' ? [size, size] : (size ?? [0, 0]);
  let grey = true;
  if (height === 0 || channels === undefined) {
    for (const { file } of [pictures[0]!, ...spread(pictures, LOOKED_AT)]) {
      const bitmap = await decoder.decode(file, LARGEST_SIDE).catch(() => undefined);
      if (!bitmap) continue;
      if (height === 0) {
        const scale = Math.min(1, LARGEST_SIDE / Math.max(bitmap.width, bitmap.height));
        height = Math.max(1, Math.round(bitmap.height * scale));
        width = Math.max(1, Math.round(bitmap.width * scale));
      }
      grey &&= isGrey(fittedPicture(bitmap, { height, width, channels: 3, resize }));
      bitmap.close();
      if (!grey || channels !== undefined) break;
    }
  }
  return { height: height || 1, width: width || 1, channels: channels ?? (grey ? 1 : 3), resize };
}

/** Decodes each once, to find those that are broken; small sets are kept as they come. */
async function decodeAll(
  pictures: readonly PlacedFile[],
  form: PictureForm,
  decoder: Decoder,
  { report, signal }: ReadContext,
) {
  const size = form.height * form.width * form.channels;
  const bytes = pictures.length * size <= KEPT ? new Uint8Array(pictures.length * size) : undefined;
  const broken: Broken[] = [];
  const good = new Uint8Array(pictures.length);
  let done = 0;
  await decoder.each(pictures, async ({ file }, i) => {
    signal.throwIfAborted();
    try {
      const picture = await decoder.fitted(file, form);
      bytes?.set(picture, i * size);
      good[i] = 1;
    } catch {
      signal.throwIfAborted();
      broken.push({ path: file.path, why: await whyBroken(file) });
    }
    report(++done / pictures.length, `Decoding pictures: ${done} of ${pictures.length}`);
  });
  const kept = [...pictures.keys()].filter((i) => good[i]);
  // Close up the gaps that broken ones leave.
  if (bytes)
    for (const [to, from] of kept.entries()) bytes.copyWithin(to * size, from * size, (from + 1) * size);
  broken.sort((one, other) => (one.path < other.path ? -1 : 1));
  return { found: kept.map((i) => pictures[i]!), bytes: bytes?.subarray(0, kept.length * size), broken };
}

interface Broken {
  path: string;
  why: string;
}

async function whyBroken(file: SourceFile): Promise<string> {
  if (file.size === 0) return 'empty';
  const format = await file.head(SIGNATURE_BYTES).then(pictureFormat, () => 'unreadable');
  if (format === undefined) return 'no picture';
  return format === 'unreadable' ? format : `${format} that this browser cannot decode`;
}

const named = (broken: readonly Broken[]) => listed(broken.map(({ path, why }) => `${path} (${why})`));

function notesOf(
  found: readonly PlacedFile[],
  pictures: readonly PlacedFile[],
  broken: readonly Broken[],
): string[] {
  const notes: string[] = [];
  if (broken.length > 0) {
    notes.push(`${broken.length} of ${pictures.length} pictures are broken and left out: ${named(broken)}.`);
  }
  const labels = new Set(found.map(({ label }) => label));
  const lost = [...new Set(pictures.map(({ label }) => label))].filter((label) => !labels.has(label));
  if (lost.length > 0) notes.push(`No picture is left of: ${listed(lost)}.`);
  if (labels.size === 1) {
    notes.push(
      `All pictures are of one class, ${[...labels][0]}: to tell classes apart, put each into a folder.`,
    );
  }
  return notes;
}

interface Parts {
  found: readonly PlacedFile[];
  /** [pictures, height, width, channels]; `undefined` where they stay encoded. */
  bytes: Uint8Array | undefined;
  form: PictureForm;
  decoder: Decoder;
  format: string;
  classes?: readonly string[];
  notes: string[];
}

function assemble(
  { found, bytes, form, decoder, format, classes: known, notes }: Parts,
  { options, name, source }: ReadContext,
): Dataset {
  const classes = known ? [...known] : [...new Set(found.map(({ label }) => label))].sort(compare);
  const numbers = new Map(classes.map((label, i) => [label, i]));
  const labels = Int32Array.from(found, ({ label }) => numbers.get(label)!);
  const all: Split = bytes
    ? memorySplit([bytes], [labels], found.length)
    : {
        count: found.length,
        read: async (indices) => ({
          inputs: [
            await decoder.batch(
              Array.from(indices, (index) => found[index]!.file),
              form,
            ),
          ],
          targets: [Int32Array.from(indices, (index) => labels[index]!)],
        }),
      };
  const divided = found.some(({ part }) => part === 'test') && found.some(({ part }) => part === 'train');
  const seed = options.seed ?? 0;
  const { train, test } = divided
    ? { train: shuffled(found, 'train', seed), test: shuffled(found, 'test', seed) }
    : divide(found.length, options.test ?? 0.2, seed, (index) => labels[index]!);
  const limited = options.limit ? train.subarray(0, options.limit) : train;
  const perClass = countClasses(
    Array.from(limited, (index) => labels[index]!),
    classes.length,
  );
  const few = classes.filter((_, i) => perClass[i]! < FEW);
  const fewNote = few.length > 0 ? [`Fewer than ${FEW} pictures to train on: ${listed(few)}.`] : [];
  const { height, width, channels } = form;
  const description: DatasetDescription = {
    ...{ name, source, format, kind: 'pictures' },
    ...{ train: limited.length, test: test.length },
    inputs: [{ name: 'picture', shape: [height, width, channels], dtype: 'uint8' }],
    targets: [{ name: 'class', shape: [], dtype: 'int32', classes }],
    ...{ classes, perClass, notes: [...notes, ...fewNote] },
  };
  return {
    description,
    train: subset(all, limited),
    test: subset(all, test),
    preprocessing: { kind: 'pictures', ...form, range: [0, 1] },
    dispose: () => decoder.dispose(),
  };
}

/** Below this a class is hardly learned. */
const FEW = 5;

function shuffled(found: readonly PlacedFile[], part: Placed['part'], seed: number): Uint32Array {
  const those = [...found.keys()].filter((i) => found[i]!.part === part);
  return divide(those.length, 0, seed).train.map((index) => those[index]!);
}
