import type { Wasm } from '../../runtime/kernel';

/** A part of a matrix in the heap: rows × columns, both strides in elements. */
export interface Matrix {
  readonly address: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

const STRIP = 8;
const GRAIN = 16; // strips

/** The columns [from, to) of a contiguous matrix [rows, width]. */
export function columnsOf(address: number, rows: number, width: number, from = 0, to = width): Matrix {
  return { address: address + 4 * from, rows, columns: to - from, rowStride: width, columnStride: 1 };
}

export function transposed({ address, rows, columns, rowStride, columnStride }: Matrix): Matrix {
  return { address, rows: columns, columns: rows, rowStride: columnStride, columnStride: rowStride };
}

/** Packs matrices for `packedProduct` (assembly/packed-product.ts) for the time of `use`. */
export function withPacked<T>(wasm: Wasm, matrices: Matrix[], use: (...packed: number[]) => T): T {
  const sizes = matrices.map(({ rows, columns }) => wasm.call('packedBytes', rows, columns));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return wasm.scratch(total, (start) => {
    let at = start;
    const packed = matrices.map((matrix, i) => {
      const { address, rows, columns, rowStride, columnStride } = matrix;
      const args = [address, 4 * rowStride, 4 * columnStride, rows, columns, at];
      wasm.parallel('packMatrix', args, Math.ceil(columns / STRIP), GRAIN);
      at += sizes[i]!;
      return args[5]!;
    });
    return use(...packed);
  });
}
