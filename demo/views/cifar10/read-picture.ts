// A picture file as pixels: its middle square, which is all that the network looks at.
import type { Pixels } from 'trainlab';

/** A photo has far more pixels than the network's 32 × 32 can hold. */
const most = 256;

/** @throws Error if the browser cannot read the file as a picture */
export async function readPicture(file: File): Promise<Pixels> {
  const bitmap = await createImageBitmap(file).catch((cause) => {
    throw new Error(`${file.name} is no picture that this browser can read.`, { cause });
  });
  const square = Math.min(bitmap.width, bitmap.height);
  const [left, top] = [(bitmap.width - square) / 2, (bitmap.height - square) / 2];
  const side = Math.min(most, square);
  const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true })!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, left, top, square, square, 0, 0, side, side);
  bitmap.close();
  const { data } = context.getImageData(0, 0, side, side);
  return { data, width: side, height: side };
}
