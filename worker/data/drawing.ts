// A visitor's drawing of a digit, as the networks that learned digits take it.
import { InvalidInputError } from '../../src/errors';
import type { Pixels } from '../../src/protocol';
import { BOX, centreByMass, PICTURE } from './embedded/digits/placement';

/** Below this contrast with the paper, of 0 to 1, nothing counts as drawn; nor below this part of the strongest. */
const FAINT = 0.1;

/**
 * Turns a drawing into the form of MNIST's pictures: ink 1 on paper 0, fitted into 20 × 20 pixels with its
 * proportions, the strongest ink made full, centred by mass in 28 × 28.
 *
 * The paper is what most of the drawing's border is: a colour, light or dark, or transparency. Ink is what
 * differs from it.
 *
 * @returns [784] grey values of 0 to 1
 * @throws InvalidInputError if it is no picture, its data is not width × height × 4 bytes, or nothing is drawn
 */
export function prepareDrawing(drawing: Pixels): Float32Array {
  const { data, width = 0, height = 0 } = drawing ?? {};
  if (!ArrayBuffer.isView(data) || !(width > 0 && height > 0) || data.length !== width * height * 4) {
    throw new InvalidInputError(
      `A drawing is an ImageData: ${width} × ${height} pixels take ${4 * width * height} bytes, found ${data?.length}.`,
    );
  }
  const ink = contrast(drawing);
  const edges = inkedBounds(ink, width, height);
  if (!edges) throw new InvalidInputError('The drawing is blank.');
  const box = shrink(ink, width, edges);
  const strongest = box.reduce((most, grey) => Math.max(most, grey), 0);
  const picture = new Float32Array(PICTURE * PICTURE);
  centreByMass(box, BOX, (index, grey) => {
    picture[index] = grey / strongest;
  });
  return picture;
}

/** How much each pixel differs from the paper, 0 to 1: by alpha and by the colour channel that differs most. */
function contrast({ data, width, height }: Pixels): Float32Array {
  const paper = [0, 1, 2, 3].map((channel) => borderMedian(data, width, height, channel));
  const transparent = paper[3]! < 128;
  const ink = new Float32Array(width * height);
  for (let i = 0; i < ink.length; i++) {
    const alpha = data[4 * i + 3]! / 255;
    let difference = transparent ? 255 : 0;
    for (let channel = 0; channel < 3 && !transparent; channel++) {
      difference = Math.max(difference, Math.abs(data[4 * i + channel]! - paper[channel]!));
    }
    ink[i] = (alpha * difference) / 255;
  }
  return ink;
}

function borderMedian(data: Pixels['data'], width: number, height: number, channel: number): number {
  const values: number[] = [];
  for (let x = 0; x < width; x++)
    values.push(data[4 * x + channel]!, data[4 * ((height - 1) * width + x) + channel]!);
  for (let y = 0; y < height; y++)
    values.push(data[4 * y * width + channel]!, data[4 * (y * width + width - 1) + channel]!);
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}

interface Bounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The smallest rectangle round what is clearly ink; everything fainter is wiped. Nothing for a blank drawing. */
function inkedBounds(ink: Float32Array, width: number, height: number): Bounds | undefined {
  const strongest = ink.reduce((most, value) => Math.max(most, value), 0);
  if (strongest < FAINT) return undefined;
  const bounds = { left: width, top: height, right: 0, bottom: 0 };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (ink[y * width + x]! < FAINT * strongest) {
        ink[y * width + x] = 0;
        continue;
      }
      bounds.left = Math.min(bounds.left, x);
      bounds.right = Math.max(bounds.right, x + 1);
      bounds.top = Math.min(bounds.top, y);
      bounds.bottom = y + 1;
    }
  }
  return bounds;
}

/** Fits the rectangle into the box, keeping its proportions: each pixel is the mean of the area it covers. */
function shrink(ink: Float32Array, width: number, { left, top, right, bottom }: Bounds): Float32Array {
  const step = Math.max(right - left, bottom - top) / BOX; // source pixels per pixel of the box
  const box = new Float32Array(BOX * BOX);
  const columns = Array.from({ length: right - left }, (_, i) => overlaps(i, step));
  for (let y = top; y < bottom; y++) {
    const rows = overlaps(y - top, step);
    for (let x = left; x < right; x++) {
      const grey = ink[y * width + x]! / (step * step);
      if (grey === 0) continue;
      for (const [row, tall] of rows) {
        for (const [column, wide] of columns[x - left]!) box[row * BOX + column]! += grey * tall * wide;
      }
    }
  }
  return box;
}

/** Which of the box's rows (or columns) a source pixel falls on, and how much of it, in source pixels. */
function overlaps(pixel: number, step: number): [index: number, part: number][] {
  const parts: [number, number][] = [];
  for (let i = Math.floor(pixel / step); i < BOX && i * step < pixel + 1; i++) {
    const part = Math.min(pixel + 1, (i + 1) * step) - Math.max(pixel, i * step);
    if (part > 0) parts.push([i, part]);
  }
  return parts;
}
