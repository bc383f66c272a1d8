// Pictures in memory in another size, or with colour or without.
import type { ReadContext } from './dataset';
import { fittedPicture, type PictureForm } from './fitted-picture';
import type { PictureBytes } from './number-array';

/** So many at once, then it can be stopped. */
const AT_ONCE = 256;

/**
 * The pictures as the options want them; as they are where these say nothing else.
 * @throws the signal's reason once that is aborted
 */
export async function refitted(
  pictures: PictureBytes,
  { options, report, signal }: Pick<ReadContext, 'options' | 'report' | 'signal'>,
): Promise<PictureBytes> {
  const {
    size = [pictures.height, pictures.width],
    channels = pictures.channels,
    resize = 'cover',
  } = options;
  const [height, width] = typeof size === 'number' ? [size, size] : size;
  const form: PictureForm = { height, width, channels, resize };
  if (height === pictures.height && width === pictures.width && channels === pictures.channels)
    return pictures;
  const from = pictures.height * pictures.width * pictures.channels;
  const to = height * width * channels;
  const count = pictures.bytes.length / from;
  const bytes = new Uint8Array(count * to);
  const canvas = new OffscreenCanvas(pictures.width, pictures.height);
  const context = canvas.getContext('2d')!;
  for (let i = 0; i < count; i++) {
    if (i % AT_ONCE === 0) {
      report(i / count, `Resizing pictures: ${i} of ${count}`);
      await new Promise((resolve) => setTimeout(resolve));
      signal.throwIfAborted();
    }
    const picture = pictures.bytes.subarray(i * from, (i + 1) * from);
    context.putImageData(opaque(picture, pictures), 0, 0);
    bytes.set(fittedPicture(canvas, form), i * to);
  }
  return { ...pictures, bytes, height, width, channels };
}

function opaque(bytes: Uint8Array, { height, width, channels }: PictureBytes): ImageData {
  const image = new ImageData(width, height);
  for (let i = 0; i < height * width; i++) {
    for (let channel = 0; channel < 3; channel++) {
      image.data[4 * i + channel] = bytes[i * channels + (channels === 1 ? 0 : channel)]!;
    }
    image.data[4 * i + 3] = 255;
  }
  return image;
}
