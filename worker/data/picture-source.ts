// Pictures of any kind as pixels.
import { DatasetError, InvalidOptionError } from '../../src/errors';
import type { PictureSource, Pixels } from '../../src/protocol';
import { type Option, option } from '../declare';
import { isFileSource, nameOf, readBytes } from './source';

const ALLOWED =
  'a picture: pixels, a canvas, an image element, an ImageBitmap, or a picture file or its address';

/** @throws InvalidOptionError if it is no picture */
export function checkPictureSource(value: unknown, field: string): PictureSource {
  if (value instanceof ImageBitmap) {
    if (value.width > 0) return value; // a closed one has none
  } else if (isPixels(value) || isFileSource(value)) return value;
  throw new InvalidOptionError(field, value, ALLOWED);
}

function isPixels(value: unknown): value is Pixels {
  const { data, width, height } = (value ?? {}) as Pixels;
  const bytes = data instanceof Uint8ClampedArray || (data as unknown) instanceof Uint8Array;
  return bytes && width > 0 && height > 0 && data.length === 4 * width * height;
}

/**
 * Decodes a picture, if it has to be, and shows its transparency on white.
 * @param field what to call it in errors if it has no name of its own
 * @throws DatasetError if it cannot be had, or the browser cannot decode it
 */
export async function readPicture(
  source: PictureSource,
  field: string,
  signal: AbortSignal,
): Promise<Pixels> {
  if (!isFileSource(source)) return opaque(source instanceof ImageBitmap ? drawn(source, field) : source);
  const bytes = await readBytes(source, { name: field, signal });
  const bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>])).catch((cause) => {
    throw new DatasetError(nameOf(source, field), 'not a picture that this browser can decode', { cause });
  });
  return opaque(drawn(bitmap, nameOf(source, field)));
}

function drawn(bitmap: ImageBitmap, name: string): Pixels {
  const { width, height } = bitmap;
  try {
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, width, height);
  } catch (cause) {
    throw new DatasetError(name, `${width} × ${height} pixels are more than this browser can read`, {
      cause,
    });
  } finally {
    bitmap.close();
  }
}

function opaque({ data, width, height }: Pixels): Pixels {
  const shown = new Uint8ClampedArray(data);
  for (let at = 0; at < shown.length; at += 4) {
    const alpha = shown[at + 3]!;
    if (alpha === 255) continue;
    for (let i = at; i < at + 3; i++) shown[i] = 255 + ((shown[i]! - 255) * alpha) / 255;
    shown[at + 3] = 255;
  }
  return { data: shown, width, height };
}

/** An option that takes a picture. */
export function picture(description: string): Option<PictureSource> {
  return option('picture', description, checkPictureSource);
}
