// Runs exports that need four floats over any number of them.
import type { Arguments, RangedName, Wasm } from './kernel';

const LANES = 4;
const VECTOR = 16; // bytes

/** The exports that take as many numbers before their range. */
type Taking<Numbers> = {
  [N in RangedName]: Numbers extends Arguments<N> ? N : never;
}[RangedName];

/**
 * Calls the export `name(...sources, y, ...parameters, start, end)` over [0, size). Such exports work on four
 * floats at a time and need four in all: fewer make the way through scratch memory.
 */
export function overVectors<const S extends readonly number[], const P extends readonly number[]>(
  wasm: Wasm,
  name: Taking<readonly [...S, number, ...P]>,
  sources: S,
  y: number,
  size: number,
  parameters: P,
  grain: number,
): void {
  if (size >= LANES) {
    wasm.parallel(name, [...sources, y, ...parameters] as never, size, grain);
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
    wasm.call(name, ...([...copies, result, ...parameters, 0, LANES] as never));
    wasm.words(y, size).set(wasm.words(result, size));
  });
}
