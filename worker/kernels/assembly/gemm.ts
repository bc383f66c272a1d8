// Matrix multiplication, single-threaded building blocks: C[m, n] (+)= A[m, k] * B[k, n], all float32.
// Strides are in bytes. The register tile is TILE rows by 8 columns: 12 accumulators, two vectors of B and
// one of A fill the 15 registers that V8 leaves on x64. A is read where it lies, whatever its strides; B is
// packed into strips of 8 columns, zero-padded, unless too few rows reuse it.
// An element's sum always runs over k in order, in blocks of BLOCK_K: it does not depend on how C is split.

import { fma, relaxed } from './fma';
import { packA, packB, STRIP, STRIP_BYTES, TILE } from './gemm-pack';

/** Depth of a block: a strip of B (8 kB) and a tile of A (6 kB) share the first-level cache. */
export const BLOCK_K: i32 = 256;
/** Columns of B that are packed at a time, at most: 256 kB, for the second-level cache. */
export const BLOCK_N: i32 = 256;
/** With no more rows than this a strip of B is not worth packing. */
const FEW_ROWS: i32 = 12;
/** With no more columns than this, nor is a tile of A. */
const FEW_COLUMNS: i32 = 16;

const PACKED_A_BYTES: usize = (<usize>TILE * <usize>BLOCK_K) << 2;
const TILE_BYTES: usize = <usize>TILE * STRIP_BYTES;
/** Scratch that `gemmBlock` needs. */
export const GEMM_SCRATCH: usize = ((<usize>BLOCK_K * <usize>BLOCK_N) << 2) + PACKED_A_BYTES + TILE_BYTES;

/** C (+)= A * B for up to BLOCK_N columns and any number of rows and depth. */
export function gemmBlock(
  m: i32,
  n: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  aCol: usize,
  b: usize,
  bRow: usize,
  bCol: usize,
  c: usize,
  cRow: usize,
  accumulate: bool,
  scratch: usize,
): void {
  const packed = scratch + PACKED_A_BYTES + TILE_BYTES;
  const direct = m <= FEW_ROWS && bCol == 4;
  for (let k0 = 0; ; ) {
    const kc = min(BLOCK_K, depth - k0);
    const whole = direct ? n & ~(STRIP - 1) : 0; // columns that are read in place
    packB(b + <usize>whole * bCol, bRow, bCol, kc, n - whole, packed);
    if (whole) gemmTiles(m, whole, kc, a, aRow, aCol, b, bRow, STRIP_BYTES, c, cRow, accumulate, scratch);
    if (n > whole) {
      const rest = c + ((<usize>whole) << 2);
      gemmTiles(
        m,
        n - whole,
        kc,
        a,
        aRow,
        aCol,
        packed,
        STRIP_BYTES,
        <usize>kc * STRIP_BYTES,
        rest,
        cRow,
        accumulate,
        scratch,
      );
    }
    k0 += kc;
    if (k0 >= depth) return;
    a += <usize>kc * aCol;
    b += <usize>kc * bRow;
    accumulate = true;
  }
}

/**
 * The same for one block of depth kc <= BLOCK_K and with B in strips of 8 columns: row k of strip s lies at
 * b + s * bStrip + k * bStep. Scratch: PACKED_A_BYTES + TILE_BYTES, at the start of GEMM_SCRATCH.
 */
export function gemmTiles(
  m: i32,
  n: i32,
  kc: i32,
  a: usize,
  aRow: usize,
  aCol: usize,
  b: usize,
  bStep: usize,
  bStrip: usize,
  c: usize,
  cRow: usize,
  accumulate: bool,
  scratch: usize,
): void {
  const packedA = scratch + TILE_BYTES;
  while (m > 0) {
    // Rows go by six, and by four where that leaves fewer idle: 8 are two fours. Without the fused
    // instruction a product needs a register of its own, and six rows do not fit.
    const four = !relaxed || m <= 4 || m == 7 || m == 8;
    const rows = min(four ? 4 : TILE, m);
    let from = a;
    let row = aRow;
    let step = aCol;
    if (aCol != 4 && n > FEW_COLUMNS) {
      packA(a, aRow, aCol, kc, rows, packedA);
      from = packedA;
      row = 4;
      step = (<usize>TILE) << 2;
    }
    let strip = b;
    let to = c;
    for (let left = n; left > 0; left -= STRIP, strip += bStrip, to += STRIP_BYTES) {
      const whole = left >= STRIP && rows == (four ? 4 : TILE);
      const target = whole ? to : scratch;
      const targetRow = whole ? cRow : STRIP_BYTES;
      if (!whole && accumulate) copyTile(to, cRow, scratch, STRIP_BYTES, rows, min(left, STRIP));
      if (four) tile4(kc, from, row, step, rows, strip, bStep, target, targetRow, accumulate);
      else tile6(kc, from, row, step, rows, strip, bStep, target, targetRow, accumulate);
      if (!whole) copyTile(scratch, STRIP_BYTES, to, cRow, rows, min(left, STRIP));
    }
    a += <usize>rows * aRow;
    c += <usize>rows * cRow;
    m -= rows;
  }
}

/** Up to 8 columns; by hand, because `memory.copy` is a call into the engine. */
function copyTile(from: usize, fromRow: usize, to: usize, toRow: usize, rows: i32, columns: i32): void {
  for (; rows > 0; rows--, from += fromRow, to += toRow) {
    let j: usize = 0;
    if (columns & 8) v128.store(to, v128.load(from)), v128.store(to, v128.load(from, 16), 16), (j = 32);
    if (columns & 4) v128.store(to + j, v128.load(from + j)), (j += 16);
    if (columns & 2) i64.store(to + j, i64.load(from + j)), (j += 8);
    if (columns & 1) f32.store(to + j, f32.load(from + j));
  }
}

/**
 * One register tile: rows past `rows` repeat the last one, so that nothing outside A is read. The pointers
 * of the loop come from sums and masks on purpose: V8 knows those to be clean 64-bit addresses, and would
 * clean parameters and selections anew in every round.
 */
function tile6(
  kc: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  rows: i32,
  b: usize,
  bStep: usize,
  c: usize,
  cRow: usize,
  accumulate: bool,
): void {
  let p0 = a & ~3;
  let p1 = p0 + (rows > 1 ? aRow : 0);
  let p2 = p1 + (rows > 2 ? aRow : 0);
  let p3 = p2 + (rows > 3 ? aRow : 0);
  let p4 = p3 + (rows > 4 ? aRow : 0);
  let p5 = p4 + (rows > 5 ? aRow : 0);
  let q = b & ~3;
  const end = q + <usize>kc * bStep;
  let s00 = f32x4.splat(0),
    s01 = s00,
    s10 = s00,
    s11 = s00,
    s20 = s00,
    s21 = s00;
  let s30 = s00,
    s31 = s00,
    s40 = s00,
    s41 = s00,
    s50 = s00,
    s51 = s00;
  if (accumulate) {
    let to = c;
    (s00 = v128.load(to)), (s01 = v128.load(to, 16)), (to += cRow);
    (s10 = v128.load(to)), (s11 = v128.load(to, 16)), (to += cRow);
    (s20 = v128.load(to)), (s21 = v128.load(to, 16)), (to += cRow);
    (s30 = v128.load(to)), (s31 = v128.load(to, 16)), (to += cRow);
    (s40 = v128.load(to)), (s41 = v128.load(to, 16)), (to += cRow);
    (s50 = v128.load(to)), (s51 = v128.load(to, 16));
  }
  while (q != end) {
    const b0 = v128.load(q),
      b1 = v128.load(q, 16);
    let x = v128.load32_splat(p0);
    (s00 = fma(x, b0, s00)), (s01 = fma(x, b1, s01));
    x = v128.load32_splat(p1);
    (s10 = fma(x, b0, s10)), (s11 = fma(x, b1, s11));
    x = v128.load32_splat(p2);
    (s20 = fma(x, b0, s20)), (s21 = fma(x, b1, s21));
    x = v128.load32_splat(p3);
    (s30 = fma(x, b0, s30)), (s31 = fma(x, b1, s31));
    x = v128.load32_splat(p4);
    (s40 = fma(x, b0, s40)), (s41 = fma(x, b1, s41));
    x = v128.load32_splat(p5);
    (s50 = fma(x, b0, s50)), (s51 = fma(x, b1, s51));
    (p0 += aStep), (p1 += aStep), (p2 += aStep), (p3 += aStep), (p4 += aStep), (p5 += aStep);
    q += bStep;
  }
  v128.store(c, s00), v128.store(c, s01, 16), (c += cRow);
  v128.store(c, s10), v128.store(c, s11, 16), (c += cRow);
  v128.store(c, s20), v128.store(c, s21, 16), (c += cRow);
  v128.store(c, s30), v128.store(c, s31, 16), (c += cRow);
  v128.store(c, s40), v128.store(c, s41, 16), (c += cRow);
  v128.store(c, s50), v128.store(c, s51, 16);
}

/** Four rows of the same. */
function tile4(
  kc: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  rows: i32,
  b: usize,
  bStep: usize,
  c: usize,
  cRow: usize,
  accumulate: bool,
): void {
  let p0 = a & ~3;
  let p1 = p0 + (rows > 1 ? aRow : 0);
  let p2 = p1 + (rows > 2 ? aRow : 0);
  let p3 = p2 + (rows > 3 ? aRow : 0);
  let q = b & ~3;
  const end = q + <usize>kc * bStep;
  let s00 = f32x4.splat(0),
    s01 = s00,
    s10 = s00,
    s11 = s00,
    s20 = s00,
    s21 = s00,
    s30 = s00,
    s31 = s00;
  if (accumulate) {
    let to = c;
    (s00 = v128.load(to)), (s01 = v128.load(to, 16)), (to += cRow);
    (s10 = v128.load(to)), (s11 = v128.load(to, 16)), (to += cRow);
    (s20 = v128.load(to)), (s21 = v128.load(to, 16)), (to += cRow);
    (s30 = v128.load(to)), (s31 = v128.load(to, 16));
  }
  while (q != end) {
    const b0 = v128.load(q),
      b1 = v128.load(q, 16);
    let x = v128.load32_splat(p0);
    (s00 = fma(x, b0, s00)), (s01 = fma(x, b1, s01));
    x = v128.load32_splat(p1);
    (s10 = fma(x, b0, s10)), (s11 = fma(x, b1, s11));
    x = v128.load32_splat(p2);
    (s20 = fma(x, b0, s20)), (s21 = fma(x, b1, s21));
    x = v128.load32_splat(p3);
    (s30 = fma(x, b0, s30)), (s31 = fma(x, b1, s31));
    (p0 += aStep), (p1 += aStep), (p2 += aStep), (p3 += aStep);
    q += bStep;
  }
  v128.store(c, s00), v128.store(c, s01, 16), (c += cRow);
  v128.store(c, s10), v128.store(c, s11, 16), (c += cRow);
  v128.store(c, s20), v128.store(c, s21, 16), (c += cRow);
  v128.store(c, s30), v128.store(c, s31, 16);
}
