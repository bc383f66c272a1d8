// Pictures and labels from the page as they come: a data set that grows.
import { DatasetError, InvalidInputError, InvalidOptionError } from '../../src/errors';
import type { DatasetDescription, LabelledPicture } from '../../src/protocol';
import type { Dataset, ReadContext, Split } from './dataset';
import { bitmapOf, fittedPicture, type PictureForm } from './fitted-picture';
import { checkPictureSource } from './picture-source';

const LARGEST_SIDE = 96;
const SQUARE = 96;
/** Below this a class is hardly learned. */
const FEW = 10;

interface Part extends Split {
  bytes: Uint8Array[];
  labels: number[];
}

/**
 * The first picture gives the size, unless the options do; of each class every so many goes to the test.
 * @param given what there is already; classes come in the order of the list, or of their first pictures
 * @throws DatasetError for a picture that cannot be decoded
 */
export async function readLivePictures(
  { pictures, classes: fixed }: { pictures: readonly LabelledPicture[]; classes?: readonly string[] },
  { options, name, source, report, signal }: ReadContext,
): Promise<Dataset> {
  const {
    size,
    channels = 3,
    resize = 'cover',
    test: share = 0.2,
    limit = Number.POSITIVE_INFINITY,
  } = options;
  const [height, width] = typeof size === 'number' ? [size, size] : (size ?? [SQUARE, SQUARE]);
  const form: PictureForm = { height, width, channels, resize };
  let sized = size !== undefined;
  const classes = [...(fixed ?? [])];
  const counts: number[] = classes.map(() => 0);
  const train = part(form);
  const test = part(form);

  const description: DatasetDescription = {
    ...{ name, source, format: 'page', kind: 'pictures', train: 0, test: 0 },
    inputs: [{ name: 'picture', shape: [height, width, channels], dtype: 'uint8' }],
    targets: [{ name: 'class', shape: [], dtype: 'int32', classes }],
    ...{ classes, perClass: [], notes: [] },
  };
  const preprocessing = { kind: 'pictures', ...form, range: [0, 1] } as const;

  async function add({ label, picture }: LabelledPicture): Promise<void> {
    const known = classes.indexOf(label);
    if (typeof label !== 'string' || label === '' || (known < 0 && fixed)) {
      throw new InvalidOptionError('label', label, fixed ? `one of ${classes.join(', ')}` : 'text');
    }
    const bitmap = await bitmapOf(checkPictureSource(picture, 'picture'), signal).catch((cause) => {
      if (cause instanceof DatasetError) throw cause;
      throw new InvalidInputError(`The picture cannot be read: ${(cause as Error).message}`, { cause });
    });
    if (!sized) {
      const scale = Math.min(1, LARGEST_SIDE / Math.max(bitmap.width, bitmap.height));
      form.height = Math.max(1, Math.round(bitmap.height * scale));
      form.width = Math.max(1, Math.round(bitmap.width * scale));
      sized = true;
    }
    const bytes = fittedPicture(bitmap, form);
    bitmap.close();
    // It may have come in by another call meanwhile.
    let number = classes.indexOf(label);
    if (number < 0) {
      number = classes.push(label) - 1;
      counts.push(0);
    }
    const before = counts[number]!++;
    const forTest = Math.floor((before + 1) * share) > Math.floor(before * share);
    if (!forTest && train.count >= limit) return;
    const into = forTest ? test : train;
    into.bytes.push(bytes);
    into.labels.push(number);
    into.count++;
    describe();
  }

  function describe(): void {
    const perClass = classes.map((_, i) => train.labels.filter((label) => label === i).length);
    const few = classes.filter((_, i) => perClass[i]! < FEW);
    const notes = [
      ...few.map((label) => {
        const count = perClass[classes.indexOf(label)]!;
        const found = count === 0 ? 'no picture' : count === 1 ? '1 picture' : `${count} pictures`;
        return `“${label}” has ${found} to train on: give it at least ${FEW}.`;
      }),
      ...(classes.length < 2 ? ['To tell pictures apart there have to be at least two classes.'] : []),
    ];
    Object.assign(description, { train: train.count, test: test.count, perClass, notes });
    description.inputs[0]!.shape = [form.height, form.width, channels];
    Object.assign(preprocessing, { height: form.height, width: form.width });
  }

  describe();
  for (const [i, one] of pictures.entries()) {
    signal.throwIfAborted();
    await add(one);
    report((i + 1) / pictures.length, `Reading pictures: ${i + 1} of ${pictures.length}`);
  }
  const dispose = () => {
    for (const { bytes, labels } of [train, test]) bytes.length = labels.length = 0;
  };
  return { description, train, test, preprocessing, add, dispose };
}

/** Pictures stay where they are: a run that goes on meanwhile finds its own under the same numbers. */
function part(form: PictureForm): Part {
  const bytes: Uint8Array[] = [];
  const labels: number[] = [];
  return {
    ...{ bytes, labels, count: 0 },
    read(indices) {
      const size = form.height * form.width * form.channels;
      const pictures = new Uint8Array(indices.length * size);
      for (const [row, index] of indices.entries()) pictures.set(bytes[index]!, row * size);
      return { inputs: [pictures], targets: [Int32Array.from(indices, (index) => labels[index]!)] };
    },
  };
}
