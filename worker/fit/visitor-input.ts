// What a visitor gives to a model that was trained on a data set: a picture, a row, a text, or several.
import { InvalidInputError } from '../../src/errors';
import type { ClassProbabilities, PictureSource } from '../../src/protocol';
import type { Preprocessing } from '../data/dataset';
import { bitmapOf, fittedPicture } from '../data/fitted-picture';
import { checkPictureSource } from '../data/picture-source';
import { type Row, rowsInput, rowWidth, targetValues, textsInput } from '../data/preprocess';
import { isNumbers, type Shaped } from './arrays';

/** Whether it is an input of a visitor's, not numbers as in training. */
export function isVisitorInput(input: unknown, preprocessing: Preprocessing | undefined): boolean {
  return preprocessing !== undefined && preprocessing.kind !== 'arrays' && !isNumbers(input);
}

/**
 * The network's one input, of one thing given or of each of a list.
 * @throws InvalidInputError for what it cannot read
 */
export async function visitorInput(input: unknown, preprocessing: Preprocessing): Promise<Shaped> {
  const all = Array.isArray(input) ? input : [input];
  if (all.length === 0) throw new InvalidInputError('The list of inputs is empty.');
  switch (preprocessing.kind) {
    case 'table':
      return { values: rowsInput(all as Row[], preprocessing), shape: [all.length, rowWidth(preprocessing)] };
    case 'text':
      return {
        values: textsInput(all as string[], preprocessing),
        shape: [all.length, preprocessing.length],
      };
    case 'pictures': {
      const { height, width, channels, range } = preprocessing;
      const [low, high] = range;
      const size = height * width * channels;
      const values = new Float32Array(all.length * size);
      for (const [i, picture] of all.entries()) {
        const bytes = await pictureBytes(picture, preprocessing);
        for (let j = 0; j < size; j++) values[i * size + j] = low + ((high - low) * bytes[j]!) / 255;
      }
      return { values, shape: [all.length, height, width, channels] };
    }
    default:
      throw new InvalidInputError('The input is to be numbers, as in training.');
  }
}

async function pictureBytes(
  given: unknown,
  form: Extract<Preprocessing, { kind: 'pictures' }>,
): Promise<Uint8Array> {
  let picture: PictureSource;
  let bitmap: ImageBitmap;
  try {
    picture = checkPictureSource(given, 'input');
    bitmap = await bitmapOf(picture);
  } catch (cause) {
    throw new InvalidInputError(`The picture cannot be read: ${(cause as Error).message}`);
  }
  try {
    return fittedPicture(bitmap, form);
  } finally {
    bitmap.close();
  }
}

/** @param values of one example: the probabilities of the classes, or of the second of two */
export function named(values: ArrayLike<number>, classes: readonly string[]): ClassProbabilities {
  const all = values.length === 1 && classes.length === 2 ? [1 - values[0]!, values[0]!] : Array.from(values);
  const probabilities = classes.map((label, i) => ({ label, probability: all[i] ?? 0 }));
  const { label } = probabilities.reduce((best, one) => (one.probability > best.probability ? one : best));
  return { label, probabilities };
}

/** Numbers as the table had them. */
export function denormalised(values: Float32Array, preprocessing: Preprocessing | undefined): Float32Array {
  return preprocessing?.kind === 'table' ? targetValues(values, preprocessing.target) : values;
}
