// Copies between any two strided views of words: what all of layout.ts is made of.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { transposeStripsArguments } from '../runtime/assembly-layouts';
import type { Arguments, Wasm } from '../runtime/kernel';

/** One dimension of a copy: how often, and how many words apart in the source and in the target. */
interface CopyDimension {
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

const GRAIN = 16384; // words
const STRIP = 16; // columns of a unit of transposeStrips

/** Only float32 and int32 are made of words. */
export function hasWords({ dtype }: TensorInfo): boolean {
  return dtype === 'float32' || dtype === 'int32';
}

/**
 * Copies words between two addresses, the outermost dimension first. Returns false, having done nothing,
 * where the dimensions are too many.
 */
export function copyView(wasm: Wasm, x: number, y: number, dimensions: readonly CopyDimension[]): boolean {
  const merged = merge(dimensions);
  if (merged.some(({ size }) => size === 0)) return true;
  const last = merged[merged.length - 1];
  if (last && (last.from !== 1 || last.to !== 1)) {
    if (transpose(wasm, x, y, merged)) return true;
    merged.push({ size: 1, from: 1, to: 1 }); // word by word
  }
  return copyRuns(wasm, x, y, merged);
}

/** Leaves out dimensions of size 1 and joins neighbours that are packed on both sides. */
function merge(dimensions: readonly CopyDimension[]): CopyDimension[] {
  const merged: CopyDimension[] = [];
  for (const { size, from, to } of dimensions) {
    if (size === 1) continue;
    const outer = merged[merged.length - 1];
    if (outer && outer.from === size * from && outer.to === size * to) {
      merged[merged.length - 1] = { size: outer.size * size, from, to };
    } else merged.push({ size, from, to });
  }
  return merged;
}

const NOTHING: CopyDimension = { size: 1, from: 0, to: 0 };

function copyRuns(wasm: Wasm, x: number, y: number, merged: CopyDimension[]): boolean {
  if (merged.length > 4) return false;
  const width = merged.pop()?.size ?? 1;
  const [k = NOTHING, j = NOTHING, i = NOTHING] = merged.reverse();
  const args: Arguments<'copyRuns'> = [x, y, width, j.size, k.size, i.from, j.from, k.from, i.to, j.to, k.to];
  if (merged.length === 0 && width > GRAIN) {
    // One long run: cut it, that threads can share it.
    const whole = Math.floor(width / GRAIN);
    wasm.parallel('copyRuns', [x, y, GRAIN, 1, whole, 0, 0, GRAIN, 0, 0, GRAIN], whole);
    const done = whole * GRAIN;
    wasm.call('copyRuns', x + 4 * done, y + 4 * done, width - done, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1);
    return true;
  }
  wasm.parallel('copyRuns', args, i.size * j.size * k.size, Math.ceil(GRAIN / width));
  return true;
}

/** The source's runs lie along another dimension than the target's. */
function transpose(wasm: Wasm, x: number, y: number, merged: readonly CopyDimension[]): boolean {
  const rows = merged[merged.length - 1]!;
  const columns = merged.find(({ from }) => from === 1);
  if (rows.to !== 1 || !columns || columns === rows || merged.length > 4) return false;
  const others = merged.filter((dimension) => dimension !== rows && dimension !== columns);
  const [j = NOTHING, i = NOTHING] = others.reverse();
  const strips = Math.ceil(columns.size / STRIP);
  const grain = Math.ceil(GRAIN / (STRIP * rows.size));
  const args = transposeStripsArguments({
    ...{ x, y, rows: rows.size, columns: columns.size, nj: j.size, xRow: rows.from, yRow: columns.to },
    ...{ xi: i.from, xj: j.from, yi: i.to, yj: j.to },
  });
  wasm.parallel('transposeStrips', args, i.size * j.size * strips, grain);
  return true;
}
