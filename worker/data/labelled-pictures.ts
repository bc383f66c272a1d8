// A data set of pictures as an experiment takes it: all of one size, in memory.
import { InvalidOptionError } from '../../src/errors';
import type { DatasetInfo } from '../../src/protocol';
import type { LabelledImages } from '../training/labelled-images';
import type { Dataset, Split } from './dataset';
import { type Span, spans } from './spans';

/** What an experiment needs. */
export interface PicturesWanted {
  /** Height and width in pixels, to which they are scaled; of another form, the middle square counts. */
  side: number;
  channels: 1 | 3;
  /** How many classes it can learn. */
  classes: { min: number; max: number; even?: boolean };
}

export interface LabelledPictures {
  train: LabelledImages;
  test: LabelledImages;
  classes: readonly string[];
  info: DatasetInfo;
}

interface Reading {
  signal: AbortSignal;
  report(fraction: number): void;
}

/** So many are read at a time. */
const AT_ONCE = 128;

/** @throws InvalidOptionError naming what of the data set does not fit, and what would */
export async function labelledPictures(
  { description, train, test }: Dataset,
  wanted: PicturesWanted,
  { signal, report }: Reading,
): Promise<LabelledPictures> {
  const { name, source } = description;
  const { shape, classes } = checked(description, wanted);
  const all = train.count + test.count;
  const read = (split: Split, before: number) =>
    readAll(split, shape, wanted, classes.length, (count) => {
      signal.throwIfAborted();
      report((before + count) / all);
    });
  return {
    train: await read(train, 0),
    test: await read(test, train.count),
    classes,
    info: { name, source, train: train.count, test: test.count },
  };
}

type Shape = readonly [height: number, width: number, channels: number];

function checked(
  description: Dataset['description'],
  { classes: { min, max, even } }: PicturesWanted,
): { shape: Shape; classes: readonly string[] } {
  const { name, kind, inputs, classes, train, test } = description;
  const refuse = (found: string, allowed: string): never => {
    throw new InvalidOptionError('data', `the data set ${name} with ${found}`, allowed);
  };
  const [input, more] = inputs;
  const shape = input?.shape ?? [];
  const [height, width, channels = 1] = shape;
  const arePictures =
    !more &&
    input?.dtype === 'uint8' &&
    (shape.length === 3 || shape.length === 2) &&
    [1, 3].includes(channels);
  if (!arePictures || !height || !width) {
    const found = inputs.map((one) => `${one.name} of shape [${one.shape.join(', ')}] (${one.dtype})`);
    refuse(`${kind}: ${found.join(', ')}`, 'pictures: bytes of shape [height, width, 1 or 3]');
  }
  if (!classes) return refuse('no classes', 'pictures with classes');
  const count = classes.length;
  if (count < min || count > max || (even && count % 2 === 1)) {
    const range = min === max ? `${min}` : `${even ? 'an even number, ' : ''}${min} to ${max}`;
    refuse(`${count} ${count === 1 ? 'class' : 'classes'}`, `pictures of ${range} classes`);
  }
  if (train === 0) refuse('no training examples', 'one with examples to train on');
  if (test === 0) refuse('no test examples', 'one in two parts: await dataset.split(0.2) gives it');
  return { shape: [height!, width!, channels], classes };
}

async function readAll(
  split: Split,
  shape: Shape,
  { side, channels }: PicturesWanted,
  classes: number,
  report: (count: number) => void,
): Promise<LabelledImages> {
  const size = side * side * channels;
  const images = new Uint8Array(split.count * size);
  const labels = new (classes > 256 ? Uint16Array : Uint8Array)(split.count);
  const scale = scaler(shape, side, channels);
  for (let from = 0; from < split.count; from += AT_ONCE) {
    const length = Math.min(AT_ONCE, split.count - from);
    const { inputs, targets } = await split.read(Uint32Array.from({ length }, (_, i) => from + i));
    for (let i = 0; i < length; i++) scale(inputs[0] as Uint8Array, i, images.subarray((from + i) * size));
    labels.set(targets[0]!, from);
    report(from + length);
  }
  return { images, labels };
}

/** Scales a picture of a batch into a place: each pixel is the mean of the area it covers in the middle square. */
function scaler([height, width, found]: Shape, side: number, channels: 1 | 3) {
  const square = Math.min(height, width);
  const rows = spans(side, (height - square) / 2, square);
  const columns = spans(side, (width - square) / 2, square);
  const means = new Float64Array(found);
  return (bytes: Uint8Array, index: number, into: Uint8Array): void => {
    const start = index * height * width * found;
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        mean(bytes, start, rows[y]!, columns[x]!);
        put(into, (y * side + x) * channels);
      }
    }
  };

  function mean(bytes: Uint8Array, start: number, down: Span, across: Span): void {
    means.fill(0);
    for (const [row, tall] of down) {
      for (const [column, wide] of across) {
        const at = start + (row * width + column) * found;
        for (let channel = 0; channel < found; channel++)
          means[channel]! += bytes[at + channel]! * tall * wide;
      }
    }
  }

  function put(into: Uint8Array, at: number): void {
    if (channels === 3) {
      for (let channel = 0; channel < 3; channel++)
        into[at + channel] = Math.round(means[found === 3 ? channel : 0]!);
    } else {
      const [red, green, blue] = means as unknown as [number, number, number];
      into[at] = Math.round(found === 1 ? red : 0.299 * red + 0.587 * green + 0.114 * blue);
    }
  }
}
