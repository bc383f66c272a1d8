// Products with a matrix that many calls share: packed once, then read by every thread.
import { BLOCK_K, gemmTiles } from './gemm';
import { packB, STRIP, STRIP_BYTES, TILE } from './gemm-pack';

/** Scratch that `packedProduct` needs. */
export const PRODUCT_SCRATCH: usize = ((<usize>TILE * <usize>BLOCK_K) << 2) + <usize>TILE * STRIP_BYTES;

/** Bytes of B[depth, n] when packed. */
export function packedBytes(depth: i32, n: i32): i32 {
  return depth * ((n + STRIP - 1) / STRIP) * <i32>STRIP_BYTES;
}

/**
 * Packs B[depth, n] in blocks of BLOCK_K rows, each as strips of 8 columns. Units are strips. Strides in bytes.
 */
export function packMatrix(
  b: usize,
  bRow: usize,
  bCol: usize,
  depth: i32,
  n: i32,
  to: usize,
  start: i32,
  end: i32,
): void {
  const strips = (n + STRIP - 1) / STRIP;
  for (let k0 = 0; k0 < depth; k0 += BLOCK_K) {
    const kc = min(BLOCK_K, depth - k0);
    const from = b + <usize>k0 * bRow + <usize>(start * STRIP) * bCol;
    const at = to + (<usize>k0 * strips + <usize>start * kc) * STRIP_BYTES;
    packB(from, bRow, bCol, kc, min(end * STRIP, n) - start * STRIP, at);
  }
}

/** C[m, n] (+)= A[m, depth] * B for a packed B; rows of A and C at strides in bytes. */
export function packedProduct(
  m: i32,
  n: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  b: usize,
  c: usize,
  cRow: usize,
  accumulate: bool,
  scratch: usize,
): void {
  const strips = (n + STRIP - 1) / STRIP;
  for (let k0 = 0; k0 < depth; k0 += BLOCK_K) {
    const kc = min(BLOCK_K, depth - k0);
    const block = b + <usize>k0 * strips * STRIP_BYTES;
    gemmTiles(
      m,
      n,
      kc,
      a + ((<usize>k0) << 2),
      aRow,
      4,
      block,
      STRIP_BYTES,
      <usize>kc * STRIP_BYTES,
      c,
      cRow,
      accumulate,
      scratch,
    );
    accumulate = true;
  }
}
