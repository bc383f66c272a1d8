// What BatchMatMul and _FusedMatMul call: C = activation(A * B + bias), many matrices, split into blocks.

import { epilogue } from './epilogue';
import { BLOCK_N, GEMM_SCRATCH, gemmBlock } from './gemm';
import { threadIndex } from './threads';

/**
 * Units are blocks of `blockM` x `blockN` of C, by rows within a matrix, matrix after matrix. Strides are in
 * bytes; those of bias and alpha are 0 where they are broadcast. `table` holds, a matrix, the addresses of
 * a, b, bias and alpha (0: none) as four i32. `scratch` has GEMM_SCRATCH bytes a thread.
 */
export function matmul(
  table: usize,
  m: i32,
  n: i32,
  depth: i32,
  aRow: usize,
  aCol: usize,
  bRow: usize,
  bCol: usize,
  c: usize,
  biasRow: usize,
  biasCol: usize,
  activation: i32,
  alphaRow: usize,
  alphaCol: usize,
  slope: f32,
  blockM: i32,
  blockN: i32,
  scratch: usize,
  start: i32,
  end: i32,
): void {
  const across = (n + blockN - 1) / blockN;
  const blocks = across * ((m + blockM - 1) / blockM);
  const cRow = (<usize>n) << 2;
  scratch += GEMM_SCRATCH * threadIndex();
  for (let unit = start; unit < end; unit++) {
    const matrix = unit / blocks;
    const i0 = ((unit % blocks) / across) * blockM;
    const j1 = min(n, ((unit % across) + 1) * blockN);
    const rows = min(blockM, m - i0);
    const base = table + ((<usize>matrix) << 4);
    const a = <usize>load<u32>(base) + <usize>i0 * aRow;
    const b = <usize>load<u32>(base, 4);
    const bias = <usize>load<u32>(base, 8);
    const alpha = <usize>load<u32>(base, 12);
    const to = c + (<usize>matrix * <usize>m + <usize>i0) * cRow;
    for (let j = (unit % across) * blockN; j < j1; j += BLOCK_N) {
      const columns = min(BLOCK_N, j1 - j);
      const corner = to + ((<usize>j) << 2);
      gemmBlock(
        rows,
        columns,
        depth,
        a,
        aRow,
        aCol,
        b + <usize>j * bCol,
        bRow,
        bCol,
        corner,
        cRow,
        false,
        scratch,
      );
      if (bias == 0 && activation == 0) continue;
      epilogue(
        rows,
        columns,
        corner,
        cRow,
        bias ? bias + <usize>i0 * biasRow + <usize>j * biasCol : 0,
        biasRow,
        biasCol,
        activation,
        alpha + <usize>i0 * alphaRow + <usize>j * alphaCol,
        alphaRow,
        alphaCol,
        slope,
      );
    }
  }
}

/** Bytes of scratch a thread of `matmul`. */
export function matmulScratch(): i32 {
  return <i32>GEMM_SCRATCH;
}

/** Rows [start, end) of an int32 product; sums wrap around. Strides in bytes; `table` as above. */
export function matmulInt32(
  table: usize,
  m: i32,
  n: i32,
  depth: i32,
  aRow: usize,
  aCol: usize,
  bRow: usize,
  bCol: usize,
  c: usize,
  start: i32,
  end: i32,
): void {
  for (let row = start; row < end; row++) {
    const entry = table + ((<usize>(row / m)) << 4);
    const a = <usize>load<u32>(entry) + <usize>(row % m) * aRow;
    const b = <usize>load<u32>(entry, 4);
    const to = c + ((<usize>(row * n)) << 2);
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < depth; k++) {
        sum += load<i32>(a + <usize>k * aCol) * load<i32>(b + <usize>k * bRow + <usize>j * bCol);
      }
      store<i32>(to + ((<usize>j) << 2), sum);
    }
  }
}
