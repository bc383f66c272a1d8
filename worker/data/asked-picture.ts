// A picture that a model is asked about, in whatever form the page has it.
import { InvalidInputError } from '../../src/errors';
import type { PictureSource, Pixels } from '../../src/protocol';
import { bitmapOf } from './fitted-picture';
import { isFileSource } from './source';

/** What a page may ask about: pixels, or a picture as the browser has decoded it or can. */
export type AskedPicture = Exclude<PictureSource, string | URL>;

/** No network here takes more: a camera's picture need not be copied whole. */
const LONGEST = 1024;

/**
 * Pixels are handed on as they are; whoever takes them checks them.
 * @throws InvalidInputError if the browser cannot decode it
 */
export async function pixelsOf(picture: AskedPicture): Promise<Pixels> {
  const encoded = typeof picture === 'object' && isFileSource(picture);
  if (!encoded && !(picture instanceof ImageBitmap)) return picture as Pixels;
  let bitmap: ImageBitmap | undefined;
  try {
    bitmap = await bitmapOf(picture);
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    const [width, height] = [bitmap.width, bitmap.height].map((side) =>
      Math.max(1, Math.round(side * scale)),
    );
    const context = new OffscreenCanvas(width!, height!).getContext('2d', { willReadFrequently: true })!;
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, width!, height!);
    return context.getImageData(0, 0, width!, height!);
  } catch (cause) {
    throw new InvalidInputError(`The picture cannot be read: ${(cause as Error).message}`, { cause });
  } finally {
    bitmap?.close();
  }
}
