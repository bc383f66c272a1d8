// The gradient of recurrent weights: a sum over steps of products of one step's states with another's errors.
import { BLOCK_N, GEMM_SCRATCH, gemmBlock } from './gemm';
import { threadIndex } from './threads';

export function recurrentWeightsScratch(): i32 {
  return <i32>((GEMM_SCRATCH + 63) & ~63);
}

/**
 * dw[m, n] = sum over s of A_sᵀ · B_s, where A_s [batch, m] lies at a + s aStep and B_s [batch, n] at
 * b + s bStep. `a0` [batch, m] is one more A, for B at b - bStep, or 0. Strides in bytes; bStep may be negative.
 * Units are blocks of `blockM` x `blockN` of dw, by rows.
 */
export function recurrentWeights(
  a: usize,
  aRow: usize,
  aStep: isize,
  a0: usize,
  a0Row: usize,
  b: usize,
  bRow: usize,
  bStep: isize,
  dw: usize,
  dwRow: usize,
  batch: i32,
  steps: i32,
  m: i32,
  n: i32,
  blockM: i32,
  blockN: i32,
  scratch: usize,
  start: i32,
  end: i32,
): void {
  scratch += <usize>recurrentWeightsScratch() * threadIndex();
  const across = (n + blockN - 1) / blockN;
  for (let unit = start; unit < end; unit++) {
    const i0 = (unit / across) * blockM;
    const rows = min(blockM, m - i0);
    const j1 = min(n, ((unit % across) + 1) * blockN);
    const row = (<usize>i0) << 2;
    for (let j = (unit % across) * blockN; j < j1; j += BLOCK_N) {
      const columns = min(BLOCK_N, j1 - j);
      const column = (<usize>j) << 2;
      const to = dw + <usize>i0 * dwRow + column;
      let accumulate = false;
      if (a0) {
        gemmBlock(
          rows,
          columns,
          batch,
          a0 + row,
          4,
          a0Row,
          b - bStep + column,
          bRow,
          4,
          to,
          dwRow,
          false,
          scratch,
        );
        accumulate = true;
      }
      for (let s = 0; s < steps; s++) {
        const from = a + s * aStep + row;
        gemmBlock(
          rows,
          columns,
          batch,
          from,
          4,
          aRow,
          b + s * bStep + column,
          bRow,
          4,
          to,
          dwRow,
          accumulate,
          scratch,
        );
        accumulate = true;
      }
      if (!accumulate)
        for (let i = 0; i < rows; i++) memory.fill(to + <usize>i * dwRow, 0, (<usize>columns) << 2);
    }
  }
}
