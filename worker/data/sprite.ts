// Many small pictures in one: each row of a PNG holds the pixels of one, and a second file has their classes, as in
// TensorFlow.js' own copy of MNIST.
import { DatasetError } from '../../src/errors';
import type { DatasetReader, ReadContext, SourceFile } from './dataset';
import { isGrey } from './fitted-picture';
import { pictureFormat, SIGNATURE_BYTES } from './picture-signature';
import { countClasses, divide, memorySplit, subset } from './split';

/** Rows that are drawn at once. */
const ROWS = 2048;

interface Sprite {
  picture: SourceFile;
  labels: SourceFile;
  /** In pixels; a row an example. */
  width: number;
  rows: number;
}

export const sprite: DatasetReader = {
  format: 'sprite',

  async recognises(files) {
    const found = await spriteOf(files);
    if (!found) return false;
    const size = (await found.labels.blob()).size;
    return /label/i.test(found.labels.path) || (size > 0 && size % found.rows === 0);
  },

  async read(files, context) {
    const found = (await spriteOf(files))!;
    const labels = await readLabels(found);
    const [height, width] = formOf(found, context);
    const { pixels, channels } = await readRows(found, context);
    const classes = Array.from({ length: labels.classes }, (_, i) => String(i));
    const { options, name, source } = context;
    const parts = divide(found.rows, options.test ?? 0.2, options.seed ?? 0, (i) => labels.values[i]!);
    const train = options.limit ? parts.train.subarray(0, options.limit) : parts.train;
    const all = memorySplit([pixels], [labels.values], found.rows);
    return {
      description: {
        ...{ name, source, format: 'sprite', kind: 'pictures', train: train.length, test: parts.test.length },
        inputs: [{ name: 'picture', shape: [height, width, channels], dtype: 'uint8' }],
        targets: [{ name: 'class', shape: [], dtype: 'int32', classes }],
        classes,
        perClass: countClasses(
          Array.from(train, (index) => labels.values[index]!),
          classes.length,
        ),
        notes: [],
      },
      train: subset(all, train),
      test: subset(all, parts.test),
      preprocessing: { kind: 'pictures', height, width, channels, resize: 'cover', range: [0, 1] },
      dispose() {},
    };
  },
};

/** One PNG of more than a row, and one other file. */
async function spriteOf(files: readonly SourceFile[]): Promise<Sprite | undefined> {
  if (files.length !== 2) return undefined;
  const heads = await Promise.all(files.map((file) => file.head(SIGNATURE_BYTES)));
  const formats = heads.map(pictureFormat);
  const at = formats.indexOf('PNG');
  if (at < 0 || formats[1 - at] !== undefined || heads[at]!.length < 24) return undefined;
  const view = new DataView(heads[at]!.buffer, heads[at]!.byteOffset);
  const [width, rows] = [view.getUint32(16), view.getUint32(20)];
  return rows > 1 && width > 0 ? { picture: files[at]!, labels: files[1 - at]!, width, rows } : undefined;
}

/** A byte an example with its class; or one for each class, of which the example's is 1. */
async function readLabels({ labels, rows }: Sprite): Promise<{ values: Int32Array; classes: number }> {
  const bytes = new Uint8Array(await (await labels.blob()).arrayBuffer());
  const classes = bytes.length / rows;
  if (!Number.isInteger(classes) || classes === 0) {
    const reason = `expected ${rows} labels, or ${rows} for each class, one a row of the picture: found ${bytes.length} bytes`;
    throw new DatasetError(labels.path, reason);
  }
  if (classes === 1)
    return {
      values: Int32Array.from(bytes),
      classes: bytes.reduce((most, one) => Math.max(most, one), 0) + 1,
    };
  const values = Int32Array.from({ length: rows }, (_, row) => {
    const one = bytes.subarray(row * classes, (row + 1) * classes);
    const chosen = one.indexOf(1);
    if (chosen < 0 || one.some((byte, i) => byte !== (i === chosen ? 1 : 0))) {
      throw new DatasetError(
        labels.path,
        `expected a single 1 among zeros for example ${row}, found ${one.join(' ')}`,
      );
    }
    return chosen;
  });
  return { values, classes };
}

/** As wanted, where it fits; else a square. */
function formOf({ picture, width }: Sprite, { options: { size } }: ReadContext): [number, number] {
  const side = Math.round(Math.sqrt(width));
  const [height, across] = typeof size === 'number' ? [size, size] : (size ?? [side, side]);
  if (height * across === width) return [height, across];
  const wanted =
    size === undefined
      ? 'a square of pixels in each row: give its size'
      : `${height} × ${across} in each row`;
  throw new DatasetError(picture.path, `expected ${wanted}; a row has ${width} pixels`);
}

/** Drawn in parts: the whole is larger than a canvas may be. */
async function readRows(
  { picture, width, rows }: Sprite,
  { options, report, signal }: ReadContext,
): Promise<{ pixels: Uint8Array; channels: 1 | 3 }> {
  const bitmap = await createImageBitmap(await picture.blob(), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  }).catch((cause) => {
    throw new DatasetError(picture.path, 'a PNG that this browser cannot decode', { cause });
  });
  if (bitmap.width !== width || bitmap.height !== rows) {
    throw new DatasetError(
      picture.path,
      `its header says ${width} × ${rows}, it has ${bitmap.width} × ${bitmap.height}`,
    );
  }
  try {
    const red = new Uint8Array(rows * width);
    let colour: Uint8Array | undefined;
    const context = new OffscreenCanvas(width, Math.min(ROWS, rows)).getContext('2d', {
      willReadFrequently: true,
    })!;
    for (let from = 0; from < rows; from += ROWS) {
      signal.throwIfAborted();
      const count = Math.min(ROWS, rows - from);
      context.drawImage(bitmap, 0, from, width, count, 0, 0, width, count);
      const rgb = withoutAlpha(context.getImageData(0, 0, width, count).data);
      if (!colour && options.channels !== 1 && (options.channels === 3 || !isGrey(rgb))) {
        colour = new Uint8Array(3 * rows * width);
        for (let i = 0; i < from * width; i++) colour.fill(red[i]!, 3 * i, 3 * i + 3);
      }
      colour?.set(rgb, 3 * from * width);
      for (let i = 0; i < count * width; i++) red[from * width + i] = rgb[3 * i]!;
      report((from + count) / rows, `Reading pictures: ${from + count} of ${rows}`);
    }
    return colour ? { pixels: colour, channels: 3 } : { pixels: red, channels: 1 };
  } catch (cause) {
    signal.throwIfAborted();
    throw new DatasetError(picture.path, `${width} × ${rows} pixels are more than this browser can read`, {
      cause,
    });
  } finally {
    bitmap.close();
  }
}

function withoutAlpha(rgba: Uint8ClampedArray): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let i = 0, to = 0; i < rgba.length; i += 4) {
    rgb[to++] = rgba[i]!;
    rgb[to++] = rgba[i + 1]!;
    rgb[to++] = rgba[i + 2]!;
  }
  return rgb;
}
