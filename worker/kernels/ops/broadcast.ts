// How two shapes broadcast, as rows that a thread can walk through.
import { backend_util, util } from '@tensorflow/tfjs-core';
import type { Arguments } from '../runtime/kernel';
import { sizeOf } from './shape';

/** The arguments of the exports from `width` on. */
type Layout =
  Arguments<'binaryAdd'> extends readonly [a: number, b: number, y: number, ...infer Rest] ? Rest : never;

/** How two operands walk through the rows of their result; see assembly/binary.ts. */
export interface Rows {
  readonly shape: readonly number[];
  readonly total: number;
  readonly count: number;
  readonly width: number;
  /** The arguments of the exports from `width` on. */
  readonly layout: Layout;
}

/** Runs of equal shapes have no natural rows: they are cut into some of this width. */
const FLAT_WIDTH = 4096;
const SPLAT_A = 1;
const SPLAT_B = 2;

/**
 * Lays out a broadcast of two shapes as rows: neighbouring dimensions that broadcast alike count as one.
 * Null where more than three such groups are left.
 * @throws Error if the shapes do not broadcast
 */
export function broadcastRows(a: readonly number[], b: readonly number[]): Rows | null {
  if (util.arraysEqual(a as number[], b as number[])) return flat(a, 0);
  if (b.length <= a.length && sizeOf(b) === 1) return flat(a, SPLAT_B);
  if (a.length <= b.length && sizeOf(a) === 1) return flat(b, SPLAT_A);

  const shape = backend_util.assertAndGetBroadcastShape(a as number[], b as number[]);
  const groups: { size: number; splat: number }[] = []; // from the last dimension to the first
  for (let i = 1; i <= shape.length; i++) {
    const size = shape[shape.length - i]!;
    if (size === 1) continue;
    const splat = ((a[a.length - i] ?? 1) === 1 ? SPLAT_A : 0) + ((b[b.length - i] ?? 1) === 1 ? SPLAT_B : 0);
    const last = groups[groups.length - 1];
    if (last?.splat === splat) last.size *= size;
    else groups.push({ size, splat });
  }
  if (groups.length > 3) return null;
  const one = { size: 1, splat: SPLAT_A + SPLAT_B };
  const [run = one, middle = one, outer = one] = groups;
  if (groups.length < 2) return flat(shape, run.splat);
  const steps = (side: number): [number, number] => {
    const length = run.splat & side ? 1 : run.size;
    const area = middle.splat & side ? length : length * middle.size;
    return [outer.splat & side ? 0 : area, middle.splat & side ? 0 : length];
  };
  const total = run.size * middle.size * outer.size;
  return {
    shape,
    total,
    count: middle.size * outer.size,
    width: run.size,
    layout: [run.size, total, middle.size, ...steps(SPLAT_A), ...steps(SPLAT_B), run.splat],
  };
}

function flat(shape: readonly number[], splat: number): Rows {
  const total = sizeOf(shape);
  const width = Math.min(total, FLAT_WIDTH);
  const count = Math.ceil(total / FLAT_WIDTH);
  const layout: Layout = [
    width,
    total,
    count,
    0,
    splat & SPLAT_A ? 0 : width,
    0,
    splat & SPLAT_B ? 0 : width,
    splat,
  ];
  return { shape, total, count, width, layout };
}
