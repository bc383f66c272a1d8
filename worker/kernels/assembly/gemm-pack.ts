// Packing for gemm.ts: operands copied into the order in which the register tile reads them.

/** Rows of A in a register tile. */
export const TILE: i32 = 6;
/** Columns of B in a register tile. */
export const STRIP: i32 = 8;
export const STRIP_BYTES: usize = 32;

/** A tile of A as [k][6]: for a transposed A, whose rows of a tile lie side by side. */
export function packA(a: usize, aRow: usize, aCol: usize, kc: i32, rows: i32, to: usize): void {
  const side = aRow == 4;
  for (; kc > 0; kc--, a += aCol, to += (<usize>TILE) << 2) {
    if (side && rows == TILE) {
      v128.store(to, v128.load(a));
      i64.store(to, i64.load(a, 16), 16);
    } else {
      for (let i = 0; i < rows; i++) f32.store(to + ((<usize>i) << 2), f32.load(a + <usize>i * aRow));
    }
  }
}

/** Columns [0, n) of B as strips [k][8], the last one padded with zeros. */
export function packB(b: usize, bRow: usize, bCol: usize, kc: i32, n: i32, to: usize): void {
  const strip = <usize>kc * STRIP_BYTES;
  if (bCol == 4) {
    const strips = n / STRIP;
    copyStrips(b, bRow, kc, strips, to, strip);
    n -= strips * STRIP;
    b += <usize>strips * STRIP_BYTES;
    to += <usize>strips * strip;
  }
  for (; n > 0; n -= STRIP, b += <usize>STRIP * bCol, to += strip) {
    if (n < STRIP) packPartialStrip(b, bRow, bCol, kc, n, to);
    else if (bRow == 4) transposeStrip(b, bCol, kc, to);
    else packPartialStrip(b, bRow, bCol, kc, STRIP, to);
  }
}

/** Four rows at a time, each read from end to end: that is what the prefetcher follows. */
function copyStrips(b: usize, bRow: usize, kc: i32, strips: i32, to: usize, strip: usize): void {
  for (; kc >= 4; kc -= 4, b += 4 * bRow, to += 4 * STRIP_BYTES) {
    let r0 = b & ~3,
      r1 = r0 + bRow,
      r2 = r1 + bRow,
      r3 = r2 + bRow;
    let d = to & ~3;
    for (
      let i = strips;
      i > 0;
      i--, r0 += STRIP_BYTES, r1 += STRIP_BYTES, r2 += STRIP_BYTES, r3 += STRIP_BYTES, d += strip
    ) {
      v128.store(d, v128.load(r0)), v128.store(d, v128.load(r0, 16), 16);
      v128.store(d, v128.load(r1), 32), v128.store(d, v128.load(r1, 16), 48);
      v128.store(d, v128.load(r2), 64), v128.store(d, v128.load(r2, 16), 80);
      v128.store(d, v128.load(r3), 96), v128.store(d, v128.load(r3, 16), 112);
    }
  }
  for (; kc > 0; kc--, b += bRow, to += STRIP_BYTES) {
    let from = b & ~3;
    let d = to & ~3;
    for (let i = strips; i > 0; i--, from += STRIP_BYTES, d += strip) {
      v128.store(d, v128.load(from)), v128.store(d, v128.load(from, 16), 16);
    }
  }
}

function packPartialStrip(b: usize, bRow: usize, bCol: usize, kc: i32, n: i32, to: usize): void {
  for (; kc > 0; kc--, b += bRow, to += STRIP_BYTES) {
    for (let j = 0; j < n; j++) f32.store(to + ((<usize>j) << 2), f32.load(b + <usize>j * bCol));
    for (let j = n; j < STRIP; j++) f32.store(to + ((<usize>j) << 2), 0);
  }
}

/** Eight columns whose elements lie side by side along k: 4 x 4 transpositions. */
function transposeStrip(b: usize, bCol: usize, kc: i32, to: usize): void {
  for (; kc >= 4; kc -= 4, b += 16, to += 4 * STRIP_BYTES) {
    transpose4(b, bCol, to);
    transpose4(b + 4 * bCol, bCol, to + 16);
  }
  packPartialStrip(b, 4, bCol, kc, STRIP, to);
}

// @ts-ignore: decorator
@inline
function transpose4(from: usize, fromRow: usize, to: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + fromRow);
  const r2 = v128.load(from + 2 * fromRow);
  const r3 = v128.load(from + 3 * fromRow);
  const low01 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
  const low23 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
  const high01 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
  const high23 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(low01, low23, 0, 2));
  v128.store(to, v128.shuffle<i64>(low01, low23, 1, 3), 32);
  v128.store(to, v128.shuffle<i64>(high01, high23, 0, 2), 64);
  v128.store(to, v128.shuffle<i64>(high01, high23, 1, 3), 96);
}
