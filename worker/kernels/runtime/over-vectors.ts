import type { Wasm } from './kernel';

const LANES = 4;
const VECTOR = 16; // bytes

/**
 * Calls the export `name(...sources, y, ...parameters, start, end)` over [0, size). Such exports work on four
 * floats at a time and need four in all: fewer make the way through scratch memory.
 */
export function overVectors(
  wasm: Wasm,
  name: string,
  sources: readonly number[],
  y: number,
  size: number,
  parameters: readonly number[],
  grain: number,
): void {
  if (size >= LANES) {
    wasm.parallel(name, [...sources, y, ...parameters], size, grain);
    return;
  }
  wasm.scratch((sources.length + 1) * VECTOR, (scratch) => {
    const copies = sources.map((source, i) => {
      wasm
        .words(scratch + i * VECTOR, LANES)
        .fill(0)
        .set(wasm.words(source, size));
      return scratch + i * VECTOR;
    });
    const result = scratch + sources.length * VECTOR;
    wasm.call(name, ...copies, result, ...parameters, 0, LANES);
    wasm.words(y, size).set(wasm.words(result, size));
  });
}
