// Tiles to points and back, in two dimensions.
import { clear, copy } from './copy';
import { inputLine, outputLine, tapLine } from './winograd-lines';

/** Scratch for a tile on its way, four channels at a time: 6 × 6 vectors. */
export const TILE_BYTES: usize = 36 * 16;

/**
 * The 36 points of a tile of input that begins at (top, left).
 * @param to the tile's place at the first point; `panelBytes` and `points` lead to the next panel and point
 * @param patch scratch for 36 pixels, then for TILE_BYTES
 */
export function tileToPoints(
  image: usize,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  to: usize,
  panelBytes: usize,
  points: usize,
  patch: usize,
): void {
  const pixel = (<usize>channels) << 2;
  const lines = patch + 36 * pixel;
  let from = image + <usize>(top * width + left) * pixel;
  let row = <usize>width * pixel;
  if (top < 0 || left < 0 || top + 6 > height || left + 6 > width) {
    copyPatch(image, height, width, pixel, top, left, 6, patch);
    from = patch;
    row = 6 * pixel;
  }
  for (let c = 0; c < channels; c += 8, to += panelBytes, from += 32) {
    for (let half: usize = 0; half < 32; half += 16) {
      for (let i: usize = 0; i < 6; i++) inputLine(from + half + i * row, pixel, lines + i * 96, 16);
      for (let j: usize = 0; j < 6; j++) inputLine(lines + j * 16, 96, to + half + j * points, 6 * points);
    }
  }
}

/** The same for a tile of `size` (2 or 4) rows and columns of dy, which takes the place of the taps. */
export function gradientToPoints(
  image: usize,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  size: i32,
  to: usize,
  panelBytes: usize,
  points: usize,
  patch: usize,
): void {
  const pixel = (<usize>channels) << 2;
  const lines = patch + 36 * pixel;
  let from = image + <usize>(top * width + left) * pixel;
  let row = <usize>width * pixel;
  if (top + size > height || left + size > width) {
    copyPatch(image, height, width, pixel, top, left, size, patch);
    from = patch;
    row = <usize>size * pixel;
  }
  for (let c = 0; c < channels; c += 8, to += panelBytes, from += 32) {
    for (let half: usize = 0; half < 32; half += 16) {
      tapsToPoints(from + half, row, pixel, size, to + half, points, lines);
    }
  }
}

/** `taps` rows and columns of four channels to 36 points. */
// @ts-ignore: decorator
@inline
export function tapsToPoints(
  from: usize,
  row: usize,
  column: usize,
  taps: i32,
  to: usize,
  points: usize,
  lines: usize,
): void {
  for (let i: usize = 0; i < <usize>taps; i++) tapLine(from + i * row, column, taps, lines + i * 96, 16);
  for (let j: usize = 0; j < 6; j++) tapLine(lines + j * 16, 96, taps, to + j * points, 6 * points);
}

/** 36 points of four channels to `outputs` rows and columns of vectors. */
// @ts-ignore: decorator
@inline
export function pointsToOutputs(
  from: usize,
  points: usize,
  outputs: i32,
  to: usize,
  row: usize,
  column: usize,
  lines: usize,
): void {
  for (let j: usize = 0; j < 6; j++) outputLine(from + j * points, 6 * points, outputs, lines + j * 16, 96);
  for (let i: usize = 0; i < <usize>outputs; i++)
    outputLine(lines + i * 96, 16, outputs, to + i * row, column);
}

/** `size` rows and columns of an image, zeros where they leave it. */
function copyPatch(
  image: usize,
  height: i32,
  width: i32,
  pixel: usize,
  top: i32,
  left: i32,
  size: i32,
  to: usize,
): void {
  const bytes = <usize>size * pixel;
  const from = min(max(0, -left), size);
  const until = max(from, min(size, width - left));
  for (let i = 0; i < size; i++, to += bytes) {
    const y = top + i;
    if (y < 0 || y >= height) {
      clear(to, bytes);
      continue;
    }
    clear(to, <usize>from * pixel);
    copy(
      to + <usize>from * pixel,
      image + <usize>(y * width + left + from) * pixel,
      <usize>(until - from) * pixel,
    );
    clear(to + <usize>until * pixel, <usize>(size - until) * pixel);
  }
}
