// Winograd's minimal filtering over six points: 0, ±a, ±b and infinity. A tile of six inputs and r taps give
// m = 7 - r outputs with six multiplications instead of m * r; in two dimensions 36 instead of (m * r)². One set
// of points serves 3 taps (4 outputs) and 5 taps (2 outputs), and for the gradients of such filters 4 or 2
// values of dy and 3 or 5 outputs. These are the one-dimensional transforms, of four channels at once: input to
// points, taps to points, points to outputs (S. Winograd, Arithmetic Complexity of Computations, 1980).
// With the usual points ±1 and ±2 rounding errors are some four times as large as with a = 3/4 and b = 3/2,
// which keep all coefficients near 1.
import { fma } from './fma';

const A: f32 = 0.75;
const B: f32 = 1.5;

/** Six inputs to six points: the rows are the products of (x - q) over all other points q. */
// @ts-ignore: decorator
@inline
export function inputLine(from: usize, step: usize, to: usize, toStep: usize): void {
  const d0 = v128.load(from);
  const d1 = v128.load((from += step));
  const d2 = v128.load((from += step));
  const d3 = v128.load((from += step));
  const d4 = v128.load((from += step));
  const d5 = v128.load(from + step);
  const aa = f32x4.splat(-A * A);
  const bb = f32x4.splat(-B * B);
  const sum = f32x4.splat(-A * A - B * B);
  const product = f32x4.splat(A * A * B * B);
  const a = f32x4.splat(A);
  const b = f32x4.splat(B);
  const evenA = fma(d2, bb, d4);
  const oddA = f32x4.mul(fma(d1, bb, d3), a);
  const evenB = fma(d2, aa, d4);
  const oddB = f32x4.mul(fma(d1, aa, d3), b);
  v128.store(to, fma(d2, sum, fma(d0, product, d4)));
  v128.store((to += toStep), f32x4.add(evenA, oddA));
  v128.store((to += toStep), f32x4.sub(evenA, oddA));
  v128.store((to += toStep), f32x4.add(evenB, oddB));
  v128.store((to += toStep), f32x4.sub(evenB, oddB));
  v128.store(to + toStep, fma(d3, sum, fma(d1, product, d5)));
}

/** `taps` (2 to 5) taps to six points: powers of each point, over its product in `inputLine`. */
// @ts-ignore: decorator
@inline
export function tapLine(from: usize, step: usize, taps: i32, to: usize, toStep: usize): void {
  const zero = f32x4.splat(0);
  const g0 = v128.load(from);
  const g1 = v128.load(from + step);
  const g2 = taps > 2 ? v128.load(from + 2 * step) : zero;
  const g3 = taps > 3 ? v128.load(from + 3 * step) : zero;
  const g4 = taps > 4 ? v128.load(from + 4 * step) : zero;
  const aa = f32x4.splat(A * A);
  const bb = f32x4.splat(B * B);
  const overA = f32x4.splat(1 / (2 * A * A * (A * A - B * B)));
  const overB = f32x4.splat(1 / (2 * B * B * (B * B - A * A)));
  const evenA = f32x4.mul(fma(fma(g4, aa, g2), aa, g0), overA);
  const oddA = f32x4.mul(fma(g3, aa, g1), f32x4.splat(A / (2 * A * A * (A * A - B * B))));
  const evenB = f32x4.mul(fma(fma(g4, bb, g2), bb, g0), overB);
  const oddB = f32x4.mul(fma(g3, bb, g1), f32x4.splat(B / (2 * B * B * (B * B - A * A))));
  v128.store(to, f32x4.mul(g0, f32x4.splat(1 / (A * A * B * B))));
  v128.store((to += toStep), f32x4.add(evenA, oddA));
  v128.store((to += toStep), f32x4.sub(evenA, oddA));
  v128.store((to += toStep), f32x4.add(evenB, oddB));
  v128.store((to += toStep), f32x4.sub(evenB, oddB));
  v128.store(to + toStep, v128.load(from + <usize>(taps - 1) * step));
}

/** Six points to `outputs` (2 to 5) outputs: output k takes the k-th power of each point. */
// @ts-ignore: decorator
@inline
export function outputLine(from: usize, step: usize, outputs: i32, to: usize, toStep: usize): void {
  const p0 = v128.load(from);
  const p1 = v128.load((from += step));
  const p2 = v128.load((from += step));
  const p3 = v128.load((from += step));
  const p4 = v128.load((from += step));
  const last = v128.load(from + step);
  const sumA = f32x4.add(p1, p2);
  const differenceA = f32x4.sub(p1, p2);
  const sumB = f32x4.add(p3, p4);
  const differenceB = f32x4.sub(p3, p4);
  v128.store(to, f32x4.add(p0, f32x4.add(sumA, sumB)));
  const y1 = fma(differenceB, f32x4.splat(B), f32x4.mul(differenceA, f32x4.splat(A)));
  if (outputs == 2) return v128.store(to + toStep, f32x4.add(y1, last));
  v128.store((to += toStep), y1);
  const y2 = fma(sumB, f32x4.splat(B * B), f32x4.mul(sumA, f32x4.splat(A * A)));
  if (outputs == 3) return v128.store(to + toStep, f32x4.add(y2, last));
  v128.store((to += toStep), y2);
  const y3 = fma(differenceB, f32x4.splat(B * B * B), f32x4.mul(differenceA, f32x4.splat(A * A * A)));
  if (outputs == 4) return v128.store(to + toStep, f32x4.add(y3, last));
  v128.store((to += toStep), y3);
  const y4 = fma(sumB, f32x4.splat(B * B * B * B), f32x4.mul(sumA, f32x4.splat(A * A * A * A)));
  v128.store(to + toStep, f32x4.add(y4, last));
}
