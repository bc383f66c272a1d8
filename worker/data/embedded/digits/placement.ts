// Where a digit lies on its picture: centred by mass, as MNIST's.
import type { Line } from './pen';
import type { GridPlacement } from './raster';

/** MNIST's picture and the box in it that a digit is fitted into, keeping its proportions, in pixels. */
export const PICTURE = 28;
export const BOX = 20;

/** How to lay ink so that it just fits the box, whose corner is the picture's. */
export function fitToBox(lines: readonly Line[]): GridPlacement {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const { points, radii } of lines) {
    for (let i = 0; i < points.length; i++) {
      const [x, y] = points[i]!;
      const r = radii[i]!;
      left = Math.min(left, x - r);
      right = Math.max(right, x + r);
      top = Math.min(top, y - r);
      bottom = Math.max(bottom, y + r);
    }
  }
  const scale = BOX / Math.max(right - left, bottom - top);
  return { scale, offsetX: -left * scale, offsetY: -top * scale };
}

/**
 * Copies a square of grey values into MNIST's picture so that its centre of mass, to the nearest pixel, comes to lie
 * where MNIST's pictures have it: in the middle of pixel (14, 14). What would fall outside is cut off.
 *
 * @param box [size, size] grey values of 0 to 1
 * @param put receives each pixel that is not blank: its index in the [28, 28] picture and its grey
 * @returns the sum of all grey values, 0 for a blank box
 */
export function centreByMass(
  box: Float32Array,
  size: number,
  put: (index: number, grey: number) => void,
): number {
  let mass = 0;
  let massX = 0;
  let massY = 0;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const grey = box[y * size + x]!;
      mass += grey;
      massX += grey * (x + 0.5);
      massY += grey * (y + 0.5);
    }
  }
  if (mass === 0) return 0;
  const shiftX = Math.round((PICTURE + 1) / 2 - massX / mass);
  const shiftY = Math.round((PICTURE + 1) / 2 - massY / mass);
  for (let y = Math.max(0, -shiftY); y < Math.min(size, PICTURE - shiftY); y++) {
    for (let x = Math.max(0, -shiftX); x < Math.min(size, PICTURE - shiftX); x++) {
      const grey = box[y * size + x]!;
      if (grey > 0) put((y + shiftY) * PICTURE + x + shiftX, grey);
    }
  }
  return mass;
}
