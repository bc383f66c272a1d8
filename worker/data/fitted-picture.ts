// A picture of any size and form as the bytes that a network takes: when a data set is read, and when it is asked.
import type { PictureSource } from '../../src/protocol';
import type { PicturePreprocessing } from './dataset';
import { isFileSource, readBytes } from './source';

/** What the bytes of a picture are to be. */
export type PictureForm = Pick<PicturePreprocessing, 'height' | 'width' | 'channels' | 'resize'>;

/** Parts of a grey: those of ITU-R BT.601, as most programs take them. */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114];

/**
 * Decodes a picture, if it has to be: turned upright as its EXIF says, the first frame where it moves.
 * @throws DatasetError if it cannot be had; what the browser throws for one that it cannot decode
 */
export async function bitmapOf(source: PictureSource, signal?: AbortSignal): Promise<ImageBitmap> {
  if (source instanceof ImageBitmap) return source;
  if (source instanceof Blob) return createImageBitmap(source);
  if (isFileSource(source)) {
    const bytes = await readBytes(source, { name: 'picture', ...(signal && { signal }) });
    return createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  }
  const { data, width, height } = source;
  return createImageBitmap(new ImageData(new Uint8ClampedArray(data), width, height));
}

/**
 * Draws a picture to size, its transparency on white: cut to the form (`cover`), or whole with black borders
 * (`contain`).
 * @returns [height, width, channels], 0 to 255
 */
export function fittedPicture(
  picture: ImageBitmap | OffscreenCanvas,
  { height, width, channels, resize }: PictureForm,
): Uint8Array {
  const context = sheet(width, height);
  const across = width / picture.width;
  const down = height / picture.height;
  const scale = resize === 'cover' ? Math.max(across, down) : Math.min(across, down);
  // At least a pixel: of a picture much longer than wide nothing would be left.
  const drawnWidth = Math.max(1, picture.width * scale);
  const drawnHeight = Math.max(1, picture.height * scale);
  const left = (width - drawnWidth) / 2;
  const top = (height - drawnHeight) / 2;
  context.imageSmoothingQuality = 'high';
  context.fillStyle = 'black';
  context.fillRect(0, 0, width, height);
  context.fillStyle = 'white';
  context.fillRect(left, top, drawnWidth, drawnHeight);
  context.drawImage(picture, left, top, drawnWidth, drawnHeight);
  return channelsOf(context.getImageData(0, 0, width, height).data, channels);
}

let last: OffscreenCanvasRenderingContext2D | undefined;

/** The pictures of a set are of one size: they are drawn on one canvas, each over the one before. */
function sheet(width: number, height: number): OffscreenCanvasRenderingContext2D {
  if (last?.canvas.width !== width || last.canvas.height !== height) {
    last = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  }
  return last;
}

/** @param rgba opaque */
function channelsOf(rgba: Uint8ClampedArray, channels: 1 | 3): Uint8Array {
  const count = rgba.length / 4;
  const bytes = new Uint8Array(count * channels);
  for (let i = 0; i < count; i++) {
    const [r, g, b] = [rgba[4 * i]!, rgba[4 * i + 1]!, rgba[4 * i + 2]!];
    if (channels === 1) {
      bytes[i] = Math.round(RED * r + GREEN * g + BLUE * b);
      continue;
    }
    bytes[3 * i] = r;
    bytes[3 * i + 1] = g;
    bytes[3 * i + 2] = b;
  }
  return bytes;
}

/** Whether a picture has no colour. @param bytes red, green and blue of each pixel */
export function isGrey(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i += 3) {
    if (bytes[i] !== bytes[i + 1] || bytes[i] !== bytes[i + 2]) return false;
  }
  return true;
}
