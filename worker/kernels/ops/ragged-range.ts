// Ranges of several lengths, one after the other. Rare: plain TypeScript over the heap serves.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainingKernel } from '../runtime/kernel';

const MOST = 2 ** 31 - 1; // elements, as their places are int32

/**
 * Row i is starts[i], starts[i] + deltas[i] ... below limits[i]; scalars stand for every row. Gives where the rows
 * begin and the last one ends, int32 [rows + 1], and their values.
 */
const raggedRange: TrainingKernel = {
  name: 'RaggedRange',
  run({ inputs }, wasm) {
    const { starts, limits, deltas } = inputs as Record<'starts' | 'limits' | 'deltas', TensorInfo>;
    const given = { starts, limits, deltas };
    const lengths: number[] = [];
    for (const [name, { shape }] of Object.entries(given)) {
      if (shape.length > 1) throw new Error(`${name} must be a scalar or vector`);
      lengths.push(...shape);
    }
    if (lengths.some((length) => length !== lengths[0])) {
      throw new Error('starts, limits, and deltas must have the same shape');
    }
    const rows = lengths[0] ?? 1;
    const [start, limit, delta] = Object.values(given).map((tensor) => {
      const elements = wasm.elements(tensor);
      return (row: number) => elements[tensor.shape.length === 0 ? 0 : row]!;
    }) as [(row: number) => number, (row: number) => number, (row: number) => number];

    const ends = [0];
    for (let row = 0; row < rows; row++) {
      if (delta(row) === 0) throw new Error('Requires delta != 0');
      const size = Math.max(0, Math.ceil((limit(row) - start(row)) / delta(row)));
      if (size > MOST) throw new Error(`Requires ((limit - start) / delta) <= ${MOST}`);
      ends.push(ends[row]! + size);
    }
    // What is made next may grow the heap, and leave the inputs' views behind.
    const firsts = Array.from({ length: rows }, (_, row) => [start(row), delta(row)] as const);
    const splits = wasm.output([rows + 1], 'int32');
    const values = wasm.output([ends[rows]!], starts.dtype);
    wasm.elements(splits).set(ends);
    const to = wasm.elements(values);
    for (const [row, [first, step]] of firsts.entries()) {
      for (let i = ends[row]!; i < ends[row + 1]!; i++) to[i] = first + (i - ends[row]!) * step;
    }
    return [splits, values];
  },
};

export const raggedKernels: readonly TrainingKernel[] = [raggedRange];
