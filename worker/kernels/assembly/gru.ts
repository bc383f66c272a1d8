// A whole GRU sequence, laid out as lstm.ts lays out its own. Row b, time t of `saved` is [z, r, g, rh] of
// `units` each: update and reset gate, candidate, and rh = r h' for the output h' before; the output is
// h = z h' + (1 - z) g. The reset gate works on h' before the product with the recurrent weights.

import { gate, gateGradient } from './gate';
import { get, put } from './lanes';
import { packedProduct, PRODUCT_SCRATCH } from './packed-product';
import { threadIndex } from './pool';

const ROWS: i32 = 16; // as in lstm.ts
const GATES: i32 = 4;

export function gruForwardScratch(): i32 {
  return <i32>((PRODUCT_SCRATCH + 63) & ~63);
}

export function gruBackwardScratch(units: i32): i32 {
  return (<i32>PRODUCT_SCRATCH + 8 * ROWS * units + 63) & ~63;
}

/**
 * Packed: `kernel` [inputs, 3 units], `recurrentGates` [units, 2 units] for z and r, `recurrent` [units, units]
 * for g. Addresses that may be 0 for none: bias, h0.
 */
export function gruForward(
  x: usize, kernel: usize, recurrentGates: usize, recurrent: usize, bias: usize, h0: usize,
  hidden: usize, saved: usize, lastH: usize,
  batch: i32, steps: i32, inputs: i32, units: i32, backwards: i32, activation: i32, recurrentActivation: i32,
  scratch: usize, start: i32, end: i32,
): void {
  scratch += <usize>gruForwardScratch() * threadIndex();
  const segment = <usize>units << 2;
  const xTime = <usize>inputs << 2;
  const time = segment * GATES;
  const xRow = xTime * steps, hiddenRow = segment * steps, savedRow = time * steps;
  for (let block = start; block < end; block++) {
    const first = <usize>(block * ROWS);
    const rows = min(ROWS, batch - <i32>first);
    for (let step = 0; step < steps; step++) {
      const t = <usize>(backwards ? steps - 1 - step : step);
      const z = saved + first * savedRow + t * time;
      const h = hidden + first * hiddenRow + <usize>step * segment;
      const before = step > 0 ? h - segment : h0 ? h0 + first * segment : 0;
      const beforeRow = step > 0 ? hiddenRow : h0 ? segment : 0;
      packedProduct(rows, 3 * units, inputs, x + first * xRow + t * xTime, xRow, kernel, z, savedRow, false, scratch);
      if (before) packedProduct(rows, 2 * units, units, before, beforeRow, recurrentGates, z, savedRow, true, scratch);
      for (let row: usize = 0; row < <usize>rows; row++) {
        gatesForward(z + row * savedRow, bias, before + row * beforeRow, units, recurrentActivation);
      }
      if (before) {
        packedProduct(rows, units, units, z + 3 * segment, savedRow, recurrent, z + 2 * segment, savedRow, true, scratch);
      }
      for (let row: usize = 0; row < <usize>rows; row++) {
        outputForward(z + row * savedRow, bias, before + row * beforeRow, h + row * hiddenRow, units, activation);
      }
    }
    for (let row = first; row < first + rows; row++) {
      memory.copy(lastH + row * segment, hidden + row * hiddenRow + <usize>(steps - 1) * segment, segment);
    }
  }
}

/** The sums of z and r become the gates, in place; h is the output before (0: none). */
function gatesForward(sums: usize, bias: usize, h: usize, units: i32, recurrentActivation: i32): void {
  const segment = <usize>units << 2;
  for (let j = 0; j < units; j += 4) {
    let z = get(sums, j, units);
    let r = get(sums + segment, j, units);
    if (bias) {
      z = f32x4.add(z, get(bias, j, units));
      r = f32x4.add(r, get(bias + segment, j, units));
    }
    z = gate(z, recurrentActivation);
    r = gate(r, recurrentActivation);
    put(sums, j, units, z);
    put(sums + segment, j, units, r);
    put(sums + 3 * segment, j, units, h ? f32x4.mul(r, get(h, j, units)) : f32x4.splat(0));
  }
}

function outputForward(gates: usize, bias: usize, before: usize, h: usize, units: i32, activation: i32): void {
  const segment = <usize>units << 2;
  for (let j = 0; j < units; j += 4) {
    const z = get(gates, j, units);
    let g = get(gates + 2 * segment, j, units);
    if (bias) g = f32x4.add(g, get(bias + 2 * segment, j, units));
    g = gate(g, activation);
    const previous = before ? get(before, j, units) : f32x4.splat(0);
    put(gates + 2 * segment, j, units, g);
    put(h, j, units, f32x4.add(f32x4.mul(z, previous), f32x4.mul(f32x4.sub(f32x4.splat(1), z), g)));
  }
}

/**
 * dz: the gradient of the sums [batch, steps, 3 units], in the order of time. Packed transposes:
 * `recurrentGates` [2 units, units], `recurrent` [units, units]. Addresses that may be 0 for none: dHidden,
 * dLastH, h0, dH0.
 */
export function gruBackward(
  dHidden: usize, dLastH: usize, recurrentGates: usize, recurrent: usize, hidden: usize, saved: usize, h0: usize,
  dz: usize, dH0: usize,
  batch: i32, steps: i32, units: i32, backwards: i32, activation: i32, recurrentActivation: i32,
  scratch: usize, start: i32, end: i32,
): void {
  scratch += <usize>gruBackwardScratch(units) * threadIndex();
  const segment = <usize>units << 2;
  const dh = scratch + PRODUCT_SCRATCH;
  const drh = dh + <usize>ROWS * segment;
  const time = segment * GATES;
  const hiddenRow = segment * steps, savedRow = time * steps, dzRow = 3 * hiddenRow;
  for (let block = start; block < end; block++) {
    const first = <usize>(block * ROWS);
    const rows = min(ROWS, batch - <i32>first);
    const bytes = <usize>rows * segment;
    if (dLastH) memory.copy(dh, dLastH + first * segment, bytes);
    else memory.fill(dh, 0, bytes);
    for (let step = steps - 1; step >= 0; step--) {
      const t = <usize>(backwards ? steps - 1 - step : step);
      const h = hidden + first * hiddenRow + <usize>step * segment;
      const before = step > 0 ? h - segment : h0 ? h0 + first * segment : 0;
      const beforeRow = step > 0 ? hiddenRow : h0 ? segment : 0;
      const dy = dHidden ? dHidden + first * hiddenRow + <usize>step * segment : 0;
      const dyRow = dHidden ? hiddenRow : 0;
      const gates = saved + first * savedRow + t * time;
      const sums = dz + first * dzRow + 3 * t * segment;
      for (let row: usize = 0; row < <usize>rows; row++) {
        outputBackward(
          gates + row * savedRow, before + row * beforeRow, dy + row * dyRow, dh + row * segment, sums + row * dzRow,
          units, activation, recurrentActivation,
        );
      }
      if (!before) continue;
      packedProduct(rows, units, units, sums + 2 * segment, dzRow, recurrent, drh, segment, false, scratch);
      for (let row: usize = 0; row < <usize>rows; row++) {
        resetBackward(
          gates + row * savedRow, before + row * beforeRow, drh + row * segment, dh + row * segment,
          sums + row * dzRow + segment, units, recurrentActivation,
        );
      }
      packedProduct(rows, units, 2 * units, sums, dzRow, recurrentGates, dh, segment, true, scratch);
    }
    if (dH0) memory.copy(dH0 + first * segment, dh, bytes);
  }
}

/** One row: dh becomes z dh, its direct part of the gradient of the output before. Without one, r has none. */
function outputBackward(
  gates: usize, before: usize, dy: usize, dh: usize, dz: usize, units: i32, activation: i32, recurrentActivation: i32,
): void {
  const segment = <usize>units << 2;
  const zero = f32x4.splat(0);
  for (let j = 0; j < units; j += 4) {
    const z = get(gates, j, units);
    const g = get(gates + 2 * segment, j, units);
    const previous = before ? get(before, j, units) : zero;
    let dOutput = get(dh, j, units);
    if (dy) dOutput = f32x4.add(dOutput, get(dy, j, units));
    const dg = f32x4.mul(dOutput, f32x4.sub(f32x4.splat(1), z));
    put(dz, j, units, gateGradient(f32x4.mul(dOutput, f32x4.sub(previous, g)), z, recurrentActivation));
    if (!before) put(dz + segment, j, units, zero);
    put(dz + 2 * segment, j, units, gateGradient(dg, g, activation));
    put(dh, j, units, f32x4.mul(dOutput, z));
  }
}

/** One row, from the gradient of rh: that of r's sum, and another part of that of the output before. */
function resetBackward(
  gates: usize, before: usize, drh: usize, dh: usize, dr: usize, units: i32, recurrentActivation: i32,
): void {
  const segment = <usize>units << 2;
  for (let j = 0; j < units; j += 4) {
    const r = get(gates + segment, j, units);
    const d = get(drh, j, units);
    put(dr, j, units, gateGradient(f32x4.mul(d, get(before, j, units)), r, recurrentActivation));
    put(dh, j, units, f32x4.add(get(dh, j, units), f32x4.mul(d, r)));
  }
}
