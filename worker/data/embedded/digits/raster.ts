// From inked lines to grey pixels.
import type { Line } from './pen';

/** How lines lie on a pixel grid: pixel = offset + scale · place. */
export interface GridPlacement {
  scale: number;
  offsetX: number;
  offsetY: number;
}

/**
 * Draws inked lines, anti-aliased, on a square of grey pixels.
 *
 * A pixel's grey is its coverage, taken from the distance between its centre and the nearest edge of ink; where
 * lines meet, the nearest counts, so joints and crossings do not darken.
 *
 * @param depths scratch of size² numbers: how far each pixel's centre lies outside the ink
 */
export function rasterise(
  lines: readonly Line[],
  placement: GridPlacement,
  size: number,
  depths: Float32Array,
): void {
  const { scale, offsetX, offsetY } = placement;
  depths.fill(1);
  for (const { points, radii } of lines) {
    for (let i = 0; i + 1 < points.length; i++) {
      const x0 = offsetX + scale * points[i]![0] - 0.5; // pixel centres on whole numbers
      const y0 = offsetY + scale * points[i]![1] - 0.5;
      const dx = offsetX + scale * points[i + 1]![0] - 0.5 - x0;
      const dy = offsetY + scale * points[i + 1]![1] - 0.5 - y0;
      const r0 = scale * radii[i]!;
      const dr = scale * radii[i + 1]! - r0;
      const reach = Math.max(r0, r0 + dr) + 1;
      const perLength = 1 / (dx * dx + dy * dy + 1e-9);
      const left = Math.max(0, Math.ceil(Math.min(x0, x0 + dx) - reach));
      const right = Math.min(size - 1, Math.floor(Math.max(x0, x0 + dx) + reach));
      const top = Math.max(0, Math.ceil(Math.min(y0, y0 + dy) - reach));
      const bottom = Math.min(size - 1, Math.floor(Math.max(y0, y0 + dy) + reach));
      for (let y = top; y <= bottom; y++) {
        for (let x = left; x <= right; x++) {
          const along = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) * perLength));
          const awayX = x - x0 - along * dx;
          const awayY = y - y0 - along * dy;
          const depth = Math.sqrt(awayX * awayX + awayY * awayY) - r0 - along * dr;
          if (depth < depths[y * size + x]!) depths[y * size + x] = depth;
        }
      }
    }
  }
}

/**
 * A pixel's grey, 0 to 1, when its centre lies so far outside the ink (negative: inside): the edge falls off
 * smoothly over a little more than a pixel, about what a scan shrunk with a smooth filter shows.
 */
export function coverage(depth: number): number {
  const t = Math.max(0, Math.min(1, 0.5 - depth / 1.25));
  return t * t * (3 - 2 * t);
}
