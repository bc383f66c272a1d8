// A whole LSTM sequence. A unit is a block of ROWS rows of the batch through all steps: rows do not depend on
// each other, so that threads never wait for one another, and a row's result never on its block.
//
// All tensors are float32 and contiguous. Row b, time t of `saved` is the six gates [i, f, g, o, c, a] of
// `units` each: input, forget and output gate, candidate, carry c = f c' + i g, and a = activation(c); the
// output is h = o a. Steps run over the times in order, or from the last to the first where `backwards` is
// set; `hidden` is in the order of the steps, everything else in the order of time.

import { copySegments } from './copy';
import { gate, gateGradient } from './gate';
import { packedProduct, PRODUCT_SCRATCH } from './packed-product';
import { threadIndex } from './threads';

/** Rows of a block: three register tiles of six. */
const ROWS: i32 = 18;
const GATES: i32 = 6;

/** Blocks of a batch, for both directions. */
export function recurrentBlocks(batch: i32): i32 {
  return (batch + ROWS - 1) / ROWS;
}

/** A row's last one to three units pass through the same arithmetic in a copy, a vector each. */
const VECTOR: usize = 16;
const TAIL_BYTES: usize = 16 * VECTOR;

export function lstmForwardScratch(units: i32): i32 {
  return (<i32>(PRODUCT_SCRATCH + TAIL_BYTES) + 16 * ROWS * units + 63) & ~63;
}

export function lstmBackwardScratch(units: i32): i32 {
  return (<i32>(PRODUCT_SCRATCH + TAIL_BYTES) + 8 * ROWS * units + 63) & ~63;
}

/**
 * x is [batch, steps, inputs], or `repeated` [batch, inputs] in each step, multiplied once. `kernel`
 * [inputs, 4 units] and `recurrent` [units, 4 units] are packed. Addresses that may be 0 for none:
 * bias, h0, c0, lastH, lastC.
 */
export function lstmForward(
  x: usize,
  kernel: usize,
  recurrent: usize,
  bias: usize,
  h0: usize,
  c0: usize,
  hidden: usize,
  saved: usize,
  lastH: usize,
  lastC: usize,
  batch: i32,
  steps: i32,
  inputs: i32,
  units: i32,
  repeated: i32,
  backwards: i32,
  activation: i32,
  recurrentActivation: i32,
  scratch: usize,
  start: i32,
  end: i32,
): void {
  scratch += <usize>lstmForwardScratch(units) * threadIndex();
  const tail = scratch + PRODUCT_SCRATCH;
  const common = tail + TAIL_BYTES;
  const segment = (<usize>units) << 2;
  const xTime = (<usize>inputs) << 2;
  const time = segment * GATES;
  const xRow = xTime * steps,
    hiddenRow = segment * steps,
    savedRow = time * steps;
  for (let block = start; block < end; block++) {
    const first = <usize>(block * ROWS);
    const rows = min(ROWS, batch - <i32>first);
    if (repeated) {
      packedProduct(
        rows,
        4 * units,
        inputs,
        x + first * xTime,
        xTime,
        kernel,
        common,
        4 * segment,
        false,
        scratch,
      );
    }
    for (let step = 0; step < steps; step++) {
      const t = <usize>(backwards ? steps - 1 - step : step);
      const before = <usize>(backwards ? t + 1 : t - 1);
      const z = saved + first * savedRow + t * time;
      const h = hidden + first * hiddenRow + <usize>step * segment;
      const c =
        step > 0 ? saved + first * savedRow + before * time + 4 * segment : c0 ? c0 + first * segment : 0;
      const cRow = step > 0 ? savedRow : c0 ? segment : 0;
      if (repeated) copySegments(common, 4 * segment, z, savedRow, rows, 4 * segment);
      else
        packedProduct(
          rows,
          4 * units,
          inputs,
          x + first * xRow + t * xTime,
          xRow,
          kernel,
          z,
          savedRow,
          false,
          scratch,
        );
      if (step > 0)
        packedProduct(rows, 4 * units, units, h - segment, hiddenRow, recurrent, z, savedRow, true, scratch);
      else if (h0)
        packedProduct(
          rows,
          4 * units,
          units,
          h0 + first * segment,
          segment,
          recurrent,
          z,
          savedRow,
          true,
          scratch,
        );
      for (let row: usize = 0; row < <usize>rows; row++) {
        rowForward(
          z + row * savedRow,
          bias,
          c + row * cRow,
          h + row * hiddenRow,
          units,
          activation,
          recurrentActivation,
          tail,
        );
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
function rowForward(
  z: usize,
  bias: usize,
  c: usize,
  h: usize,
  units: i32,
  activation: i32,
  recurrentActivation: i32,
  tail: usize,
): void {
  const segment = (<usize>units) << 2;
  const left = segment & (VECTOR - 1);
  const whole = segment - left;
  cellForward(z, bias, c, h, segment, whole, activation, recurrentActivation);
  if (!left) return;
  const tailBias = tail + GATES * VECTOR,
    tailC = tailBias + 4 * VECTOR,
    tailH = tailC + VECTOR;
  copySegments(z + whole, segment, tail, VECTOR, 4, left);
  if (bias) copySegments(bias + whole, segment, tailBias, VECTOR, 4, left);
  if (c) memory.copy(tailC, c + whole, left);
  cellForward(
    tail,
    bias ? tailBias : 0,
    c ? tailC : 0,
    tailH,
    VECTOR,
    VECTOR,
    activation,
    recurrentActivation,
  );
  copySegments(tail, VECTOR, z + whole, segment, GATES, left);
  memory.copy(h + whole, tailH, left);
}

/** `bytes` of each segment, a multiple of 16. */
function cellForward(
  z: usize,
  bias: usize,
  c: usize,
  h: usize,
  segment: usize,
  bytes: usize,
  activation: i32,
  recurrentActivation: i32,
): void {
  for (const end = z + bytes; z < end; z += VECTOR, h += VECTOR) {
    const zf = z + segment,
      zg = zf + segment,
      zo = zg + segment,
      zc = zo + segment,
      za = zc + segment;
    let i = v128.load(z),
      f = v128.load(zf),
      g = v128.load(zg),
      o = v128.load(zo);
    if (bias) {
      i = f32x4.add(i, v128.load(bias));
      f = f32x4.add(f, v128.load(bias + segment));
      g = f32x4.add(g, v128.load(bias + 2 * segment));
      o = f32x4.add(o, v128.load(bias + 3 * segment));
      bias += VECTOR;
    }
    i = gate(i, recurrentActivation);
    f = gate(f, recurrentActivation);
    g = gate(g, activation);
    o = gate(o, recurrentActivation);
    let carry = f32x4.mul(i, g);
    if (c) {
      carry = f32x4.add(f32x4.mul(f, v128.load(c)), carry);
      c += VECTOR;
    }
    const a = gate(carry, activation);
    v128.store(z, i), v128.store(zf, f), v128.store(zg, g), v128.store(zo, o);
    v128.store(zc, carry), v128.store(za, a);
    v128.store(h, f32x4.mul(o, a));
  }
}

/**
 * dz: the gradient of the sums [batch, steps, 4 units], in the order of time. `recurrent` is the packed
 * transpose [4 units, units]. Addresses that may be 0 for none: dHidden, dLastH, dLastC, c0, dH0, dC0.
 */
export function lstmBackward(
  dHidden: usize,
  dLastH: usize,
  dLastC: usize,
  recurrent: usize,
  saved: usize,
  c0: usize,
  dz: usize,
  dH0: usize,
  dC0: usize,
  batch: i32,
  steps: i32,
  units: i32,
  backwards: i32,
  activation: i32,
  recurrentActivation: i32,
  scratch: usize,
  start: i32,
  end: i32,
): void {
  scratch += <usize>lstmBackwardScratch(units) * threadIndex();
  const segment = (<usize>units) << 2;
  const tail = scratch + PRODUCT_SCRATCH;
  const dh = tail + TAIL_BYTES;
  const dc = dh + <usize>ROWS * segment;
  const time = segment * GATES;
  const hiddenRow = segment * steps,
    savedRow = time * steps,
    dzRow = 4 * hiddenRow;
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
      const c =
        step > 0 ? saved + first * savedRow + before * time + 4 * segment : c0 ? c0 + first * segment : 0;
      const cRow = step > 0 ? savedRow : c0 ? segment : 0;
      const dy = dHidden ? dHidden + first * hiddenRow + <usize>step * segment : 0;
      const dyRow = dHidden ? hiddenRow : 0;
      const gates = saved + first * savedRow + t * time;
      const sums = dz + first * dzRow + 4 * t * segment;
      for (let row: usize = 0; row < <usize>rows; row++) {
        rowBackward(
          gates + row * savedRow,
          c + row * cRow,
          dy + row * dyRow,
          dh + row * segment,
          dc + row * segment,
          sums + row * dzRow,
          units,
          activation,
          recurrentActivation,
          tail,
        );
      }
      if (step > 0 || dH0)
        packedProduct(rows, units, 4 * units, sums, dzRow, recurrent, dh, segment, false, scratch);
    }
    if (dH0) memory.copy(dH0 + first * segment, dh, bytes);
    if (dC0) memory.copy(dC0 + first * segment, dc, bytes);
  }
}

/** One row: dc becomes the gradient of the carry before. */
function rowBackward(
  gates: usize,
  c: usize,
  dy: usize,
  dh: usize,
  dc: usize,
  dz: usize,
  units: i32,
  activation: i32,
  recurrentActivation: i32,
  tail: usize,
): void {
  const segment = (<usize>units) << 2;
  const left = segment & (VECTOR - 1);
  const whole = segment - left;
  cellBackward(gates, c, dy, dh, dc, dz, segment, whole, activation, recurrentActivation);
  if (!left) return;
  const tailC = tail + GATES * VECTOR,
    tailDy = tailC + VECTOR,
    tailDh = tailDy + VECTOR,
    tailDc = tailDh + VECTOR;
  const tailDz = tailDc + VECTOR;
  copySegments(gates + whole, segment, tail, VECTOR, GATES, left);
  if (c) memory.copy(tailC, c + whole, left);
  if (dy) memory.copy(tailDy, dy + whole, left);
  memory.copy(tailDh, dh + whole, left);
  memory.copy(tailDc, dc + whole, left);
  cellBackward(
    tail,
    c ? tailC : 0,
    dy ? tailDy : 0,
    tailDh,
    tailDc,
    tailDz,
    VECTOR,
    VECTOR,
    activation,
    recurrentActivation,
  );
  copySegments(tailDz, VECTOR, dz + whole, segment, 4, left);
  memory.copy(dc + whole, tailDc, left);
}

function cellBackward(
  gates: usize,
  c: usize,
  dy: usize,
  dh: usize,
  dc: usize,
  dz: usize,
  segment: usize,
  bytes: usize,
  activation: i32,
  recurrentActivation: i32,
): void {
  for (const end = gates + bytes; gates < end; gates += VECTOR, dh += VECTOR, dc += VECTOR, dz += VECTOR) {
    const i = v128.load(gates),
      f = v128.load(gates + segment),
      g = v128.load(gates + 2 * segment);
    const o = v128.load(gates + 3 * segment),
      a = v128.load(gates + 5 * segment);
    let dOutput = v128.load(dh);
    if (dy) {
      dOutput = f32x4.add(dOutput, v128.load(dy));
      dy += VECTOR;
    }
    const dCarry = f32x4.add(v128.load(dc), gateGradient(f32x4.mul(dOutput, o), a, activation));
    let df = f32x4.splat(0);
    if (c) {
      df = gateGradient(f32x4.mul(dCarry, v128.load(c)), f, recurrentActivation);
      c += VECTOR;
    }
    v128.store(dz, gateGradient(f32x4.mul(dCarry, g), i, recurrentActivation));
    v128.store(dz + segment, df);
    v128.store(dz + 2 * segment, gateGradient(f32x4.mul(dCarry, i), g, activation));
    v128.store(dz + 3 * segment, gateGradient(f32x4.mul(dOutput, a), o, recurrentActivation));
    v128.store(dc, f32x4.mul(dCarry, f));
  }
}
