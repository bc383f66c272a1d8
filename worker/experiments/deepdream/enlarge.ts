import type { Pixels } from '../../../src/protocol';
import type { Size } from './octaves';

/** Where a pixel of the large picture lies between two of the small one. */
interface Place {
  below: number;
  above: number;
  share: number;
}

/**
 * Adds to a picture what changed in a small copy of it, enlarged bilinearly: unchanged parts stay what they are,
 * to the byte.
 * @param change [height, width, channels], in bytes; one channel changes brightness
 */
export function addEnlarged(picture: Pixels, change: Float32Array, [height, width]: Size): ImageData {
  const channels = change.length / (height * width);
  const columns = places(picture.width, width);
  const bytes = new Uint8ClampedArray(picture.data);
  for (const [y, { below, above, share: down }] of places(picture.height, height).entries()) {
    for (let x = 0; x < picture.width; x++) {
      const { below: left, above: right, share } = columns[x]!;
      const at = 4 * (y * picture.width + x);
      for (let i = 0; i < 3; i++) {
        const channel = channels === 1 ? 0 : i;
        const value = (row: number, column: number) => change[(row * width + column) * channels + channel]!;
        const top = value(below, left) * (1 - share) + value(below, right) * share;
        const bottom = value(above, left) * (1 - share) + value(above, right) * share;
        bytes[at + i] = picture.data[at + i]! + top * (1 - down) + bottom * down;
      }
    }
  }
  return new ImageData(bytes, picture.width, picture.height);
}

/** With the centres of pixels at halves, as `tf.image.resizeBilinear` has them with `halfPixelCenters`. */
function places(large: number, small: number): Place[] {
  return Array.from({ length: large }, (_, i) => {
    const at = Math.min(small - 1, Math.max(0, ((i + 0.5) * small) / large - 0.5));
    const below = Math.floor(at);
    return { below, above: Math.min(small - 1, below + 1), share: at - below };
  });
}
