// A whole LSTM sequence. A unit is a block of ROWS rows of the batch through all steps: rows do not depend on
// each other, so that threads never wait for one another, and a row's result never on its block.
//
// All tensors are float32 and contiguous. Row b, time t of `saved` is the six gates [i, f, g, o, c, a] of
// `units` each: input, forget and output gate, candidate, carry c = f c' + i g, and a = activation(c); the
// output is h = o a. Steps run over the times in order, or from the last to the first where `backwards` is
// set; `hidden` is in the order of the steps, everything else in the order of time.

import { gate, gateGradient } from './gate';
import { get, put } from './lanes';
import { packedProduct, PRODUCT_SCRATCH } from './packed-product';
import { threadIndex } from './pool';

/** Rows of a block: two register tiles of six and one of four. */
const ROWS: i32 = 16;
const GATES: i32 = 6;

/** Blocks of a batch, for both directions. */
export function recurrentBlocks(batch: i32): i32 {
  return (batch + ROWS - 1) / ROWS;
}

export function lstmForwardScratch(): i32 {
  return <i32>((PRODUCT_SCRATCH + 63) & ~63);
}

export function lstmBackwardScratch(units: i32): i32 {
  return (<i32>PRODUCT_SCRATCH + 8 * ROWS * units + 63) & ~63;
}

/**
 * `kernel` [inputs, 4 units] and `recurrent` [units, 4 units] are packed. Addresses that may be 0 for none:
 * bias, h0, c0, lastH, lastC.
 */
export function lstmForward(
  x: usize, kernel: usize, recurrent: usize, bias: usize, h0: usize, c0: usize,
  hidden: usize, saved: usize, lastH: usize, lastC: usize,
  batch: i32, steps: i32, inputs: i32, units: i32, backwards: i32, activation: i32, recurrentActivation: i32,
  scratch: usize, start: i32, end: i32,
): void {
  scratch += <usize>lstmForwardScratch() * threadIndex();
  const segment = <usize>units << 2;
  const xTime = <usize>inputs << 2;
  const time = segment * GATES;
  const xRow = xTime * steps, hiddenRow = segment * steps, savedRow = time * steps;
  for (let block = start; block < end; block++) {
    const first = <usize>(block * ROWS);
    const rows = min(ROWS, batch - <i32>first);
    for (let step = 0; step < steps; step++) {
      const t = <usize>(backwards ? steps - 1 - step : step);
      const before = <usize>(backwards ? t + 1 : t - 1);
      const z = saved + first * savedRow + t * time;
      const h = hidden + first * hiddenRow + <usize>step * segment;
      const c = step > 0 ? saved + first * savedRow + before * time + 4 * segment : c0 ? c0 + first * segment : 0;
      const cRow = step > 0 ? savedRow : c0 ? segment : 0;
      packedProduct(rows, 4 * units, inputs, x + first * xRow + t * xTime, xRow, kernel, z, savedRow, false, scratch);
      if (step > 0) packedProduct(rows, 4 * units, units, h - segment, hiddenRow, recurrent, z, savedRow, true, scratch);
      else if (h0) packedProduct(rows, 4 * units, units, h0 + first * segment, segment, recurrent, z, savedRow, true, scratch);
      for (let row: usize = 0; row < <usize>rows; row++) {
        cellForward(z + row * savedRow, bias, c + row * cRow, h + row * hiddenRow, units, activation, recurrentActivation);
      }
    }
    const lastTime = <usize>(backwards ? 0 : steps - 1);
    for (let row = first; row < first + rows; row++) {
      const h = hidden + row * hiddenRow + <usize>(steps - 1) * segment;
      const c = saved + row * savedRow + lastTime * time + 4 * segment;
      if (lastH) memory.copy(lastH + row * segment, h, segment);
      if (lastC) memory.copy(lastC + row * segment, c, segment);
    }
  }
}

/** Turns the sums z of one row into its gates, in place; c is the carry before (0: none). */
function cellForward(z: usize, bias: usize, c: usize, h: usize, units: i32, activation: i32, recurrentActivation: i32): void {
  const segment = <usize>units << 2;
  const zero = f32x4.splat(0);
  for (let j = 0; j < units; j += 4) {
    let zi = get(z, j, units);
    let zf = get(z + segment, j, units);
    let zg = get(z + 2 * segment, j, units);
    let zo = get(z + 3 * segment, j, units);
    if (bias) {
      zi = f32x4.add(zi, get(bias, j, units));
      zf = f32x4.add(zf, get(bias + segment, j, units));
      zg = f32x4.add(zg, get(bias + 2 * segment, j, units));
      zo = f32x4.add(zo, get(bias + 3 * segment, j, units));
    }
    const i = gate(zi, recurrentActivation);
    const f = gate(zf, recurrentActivation);
    const g = gate(zg, activation);
    const o = gate(zo, recurrentActivation);
    const carry = f32x4.add(f32x4.mul(f, c ? get(c, j, units) : zero), f32x4.mul(i, g));
    const a = gate(carry, activation);
    put(z, j, units, i);
    put(z + segment, j, units, f);
    put(z + 2 * segment, j, units, g);
    put(z + 3 * segment, j, units, o);
    put(z + 4 * segment, j, units, carry);
    put(z + 5 * segment, j, units, a);
    put(h, j, units, f32x4.mul(o, a));
  }
}

/**
 * dz: the gradient of the sums [batch, steps, 4 units], in the order of time. `recurrent` is the packed
 * transpose [4 units, units]. Addresses that may be 0 for none: dHidden, dLastH, dLastC, c0, dH0, dC0.
 */
export function lstmBackward(
  dHidden: usize, dLastH: usize, dLastC: usize, recurrent: usize, saved: usize, c0: usize,
  dz: usize, dH0: usize, dC0: usize,
  batch: i32, steps: i32, units: i32, backwards: i32, activation: i32, recurrentActivation: i32,
  scratch: usize, start: i32, end: i32,
): void {
  scratch += <usize>lstmBackwardScratch(units) * threadIndex();
  const segment = <usize>units << 2;
  const dh = scratch + PRODUCT_SCRATCH;
  const dc = dh + <usize>ROWS * segment;
  const time = segment * GATES;
  const hiddenRow = segment * steps, savedRow = time * steps, dzRow = 4 * hiddenRow;
  for (let block = start; block < end; block++) {
    const first = <usize>(block * ROWS);
    const rows = min(ROWS, batch - <i32>first);
    const bytes = <usize>rows * segment;
    if (dLastH) memory.copy(dh, dLastH + first * segment, bytes);
    else memory.fill(dh, 0, bytes);
    if (dLastC) memory.copy(dc, dLastC + first * segment, bytes);
    else memory.fill(dc, 0, bytes);
    for (let step = steps - 1; step >= 0; step--) {
      const t = <usize>(backwards ? steps - 1 - step : step);
      const before = <usize>(backwards ? t + 1 : t - 1);
      const c = step > 0 ? saved + first * savedRow + before * time + 4 * segment : c0 ? c0 + first * segment : 0;
      const cRow = step > 0 ? savedRow : c0 ? segment : 0;
      const dy = dHidden ? dHidden + first * hiddenRow + <usize>step * segment : 0;
      const dyRow = dHidden ? hiddenRow : 0;
      const gates = saved + first * savedRow + t * time;
      const sums = dz + first * dzRow + 4 * t * segment;
      for (let row: usize = 0; row < <usize>rows; row++) {
        cellBackward(
          gates + row * savedRow, c + row * cRow, dy + row * dyRow, dh + row * segment, dc + row * segment,
          sums + row * dzRow, units, activation, recurrentActivation,
        );
      }
      if (step > 0 || dH0) packedProduct(rows, units, 4 * units, sums, dzRow, recurrent, dh, segment, false, scratch);
    }
    if (dH0) memory.copy(dH0 + first * segment, dh, bytes);
    if (dC0) memory.copy(dC0 + first * segment, dc, bytes);
  }
}

/** One row: dc becomes the gradient of the carry before. */
function cellBackward(
  gates: usize, c: usize, dy: usize, dh: usize, dc: usize, dz: usize,
  units: i32, activation: i32, recurrentActivation: i32,
): void {
  const segment = <usize>units << 2;
  const zero = f32x4.splat(0);
  for (let j = 0; j < units; j += 4) {
    const i = get(gates, j, units);
    const f = get(gates + segment, j, units);
    const g = get(gates + 2 * segment, j, units);
    const o = get(gates + 3 * segment, j, units);
    const a = get(gates + 5 * segment, j, units);
    let dOutput = get(dh, j, units);
    if (dy) dOutput = f32x4.add(dOutput, get(dy, j, units));
    const dCarry = f32x4.add(get(dc, j, units), gateGradient(f32x4.mul(dOutput, o), a, activation));
    const previous = c ? get(c, j, units) : zero;
    put(dz, j, units, gateGradient(f32x4.mul(dCarry, g), i, recurrentActivation));
    put(dz + segment, j, units, gateGradient(f32x4.mul(dCarry, previous), f, recurrentActivation));
    put(dz + 2 * segment, j, units, gateGradient(f32x4.mul(dCarry, i), g, activation));
    put(dz + 3 * segment, j, units, gateGradient(f32x4.mul(dOutput, a), o, recurrentActivation));
    put(dc, j, units, f32x4.mul(dCarry, f));
  }
}
