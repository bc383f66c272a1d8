// Pictures of any size as small square ones.
import { InvalidInputError } from '../../src/errors';
import type { Pixels } from '../../src/protocol';
import { spans } from './spans';

/**
 * Turns a picture of any size into a small square one: its middle square, each pixel the mean of the area it
 * covers, transparency shown on white.
 *
 * @returns [side, side, 3] red, green and blue, 0 to 1
 * @throws InvalidInputError if it is no picture or its data is not width × height × 4 bytes
 */
export function shrinkPicture(picture: Pixels, side: number): Float32Array {
  const { data, width, height } = picture ?? {};
  if (!ArrayBuffer.isView(data) || !(width > 0 && height > 0) || data.length !== width * height * 4) {
    throw new InvalidInputError(
      `A picture is an ImageData: width × height × 4 bytes; found ${width} × ${height} with ${data?.length} bytes.`,
    );
  }
  const size = Math.min(width, height);
  const columns = spans(side, (width - size) / 2, size);
  const rows = spans(side, (height - size) / 2, size);
  const small = new Float32Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const at = 3 * (y * side + x);
      for (const [row, tall] of rows[y]!) {
        for (const [column, wide] of columns[x]!) {
          const from = 4 * (row * width + column);
          const alpha = data[from + 3]! / 255;
          for (let channel = 0; channel < 3; channel++) {
            small[at + channel]! += tall * wide * (1 - alpha + (alpha * data[from + channel]!) / 255);
          }
        }
      }
    }
  }
  return small;
}
