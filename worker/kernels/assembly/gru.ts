// A whole GRU sequence, laid out as lstm.ts lays out its own. Row b, time t of `saved` is [z, r, g, rh] of
// `units` each: update and reset gate, candidate, and rh = r h' for the output h' before; the output is
// h = z h' + (1 - z) g. The reset gate works on h' before the product with the recurrent weights.

import { copySegments } from './copy';
import { gate, gateGradient } from './gate';
import { packedProduct, PRODUCT_SCRATCH } from './packed-product';
import { threadIndex } from './threads';

const ROWS: i32 = 18; // as in lstm.ts
const GATES: i32 = 4;

const VECTOR: usize = 16; // tails as in lstm.ts
const TAIL_BYTES: usize = 14 * VECTOR;

export function gruForwardScratch(units: i32): i32 {
  return (<i32>(PRODUCT_SCRATCH + TAIL_BYTES) + 12 * ROWS * units + 63) & ~63;
}

export function gruBackwardScratch(units: i32): i32 {
  return (<i32>(PRODUCT_SCRATCH + TAIL_BYTES) + 8 * ROWS * units + 63) & ~63;
}

/**
 * x as in lstm.ts. Packed: `kernel` [inputs, 3 units], `recurrentGates` [units, 2 units] for z and r, `recurrent` [units, units]
 * for g. Addresses that may be 0 for none: bias, h0.
 */
export function gruForward(
  x: usize,
  kernel: usize,
  recurrentGates: usize,
  recurrent: usize,
  bias: usize,
  h0: usize,
  hidden: usize,
  saved: usize,
  lastH: usize,
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
  scratch += <usize>gruForwardScratch(units) * threadIndex();
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
        3 * units,
        inputs,
        x + first * xTime,
        xTime,
        kernel,
        common,
        3 * segment,
        false,
        scratch,
      );
    }
    for (let step = 0; step < steps; step++) {
      const t = <usize>(backwards ? steps - 1 - step : step);
      const z = saved + first * savedRow + t * time;
      const h = hidden + first * hiddenRow + <usize>step * segment;
      const before = step > 0 ? h - segment : h0 ? h0 + first * segment : 0;
      const beforeRow = step > 0 ? hiddenRow : h0 ? segment : 0;
      if (repeated) copySegments(common, 3 * segment, z, savedRow, rows, 3 * segment);
      else
        packedProduct(
          rows,
          3 * units,
          inputs,
          x + first * xRow + t * xTime,
          xRow,
          kernel,
          z,
          savedRow,
          false,
          scratch,
        );
      if (before)
        packedProduct(rows, 2 * units, units, before, beforeRow, recurrentGates, z, savedRow, true, scratch);
      for (let row: usize = 0; row < <usize>rows; row++) {
        const gates = z + row * savedRow;
        rowOf(
          GATES_FORWARD,
          gates,
          bias,
          before + row * beforeRow,
          0,
          0,
          0,
          0,
          units,
          activation,
          recurrentActivation,
          tail,
        );
      }
      if (before) {
        packedProduct(
          rows,
          units,
          units,
          z + 3 * segment,
          savedRow,
          recurrent,
          z + 2 * segment,
          savedRow,
          true,
          scratch,
        );
      }
      for (let row: usize = 0; row < <usize>rows; row++) {
        const gates = z + row * savedRow,
          y = h + row * hiddenRow;
        rowOf(
          OUTPUT_FORWARD,
          gates,
          bias,
          before + row * beforeRow,
          y,
          0,
          0,
          0,
          units,
          activation,
          recurrentActivation,
          tail,
        );
      }
    }
    for (let row = first; row < first + rows; row++) {
      memory.copy(lastH + row * segment, hidden + row * hiddenRow + <usize>(steps - 1) * segment, segment);
    }
  }
}

/**
 * dz: the gradient of the sums [batch, steps, 3 units], in the order of time. Packed transposes:
 * `recurrentGates` [2 units, units], `recurrent` [units, units]. Addresses that may be 0 for none: dHidden,
 * dLastH, h0, dH0.
 */
export function gruBackward(
  dHidden: usize,
  dLastH: usize,
  recurrentGates: usize,
  recurrent: usize,
  hidden: usize,
  saved: usize,
  h0: usize,
  dz: usize,
  dH0: usize,
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
  scratch += <usize>gruBackwardScratch(units) * threadIndex();
  const segment = (<usize>units) << 2;
  const tail = scratch + PRODUCT_SCRATCH;
  const dh = tail + TAIL_BYTES;
  const drh = dh + <usize>ROWS * segment;
  const time = segment * GATES;
  const hiddenRow = segment * steps,
    savedRow = time * steps,
    dzRow = 3 * hiddenRow;
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
        rowOf(
          OUTPUT_BACKWARD,
          gates + row * savedRow,
          0,
          before + row * beforeRow,
          dy + row * dyRow,
          dh + row * segment,
          0,
          sums + row * dzRow,
          units,
          activation,
          recurrentActivation,
          tail,
        );
      }
      if (!before) continue;
      packedProduct(rows, units, units, sums + 2 * segment, dzRow, recurrent, drh, segment, false, scratch);
      for (let row: usize = 0; row < <usize>rows; row++) {
        rowOf(
          RESET_BACKWARD,
          gates + row * savedRow,
          0,
          before + row * beforeRow,
          0,
          dh + row * segment,
          drh + row * segment,
          sums + row * dzRow,
          units,
          activation,
          recurrentActivation,
          tail,
        );
      }
      packedProduct(rows, units, 2 * units, sums, dzRow, recurrentGates, dh, segment, true, scratch);
    }
    if (dH0) memory.copy(dH0 + first * segment, dh, bytes);
  }
}

// What is done with a row between two products.
const GATES_FORWARD: i32 = 0;
const OUTPUT_FORWARD: i32 = 1;
const OUTPUT_BACKWARD: i32 = 2;
const RESET_BACKWARD: i32 = 3;

/**
 * One row through one of the four. y is the output, or its gradient; addresses may be 0 where there is none, or
 * where it is not needed. The last one to three units go through a copy in `tail`.
 */
function rowOf(
  what: i32,
  gates: usize,
  bias: usize,
  before: usize,
  y: usize,
  dh: usize,
  drh: usize,
  dz: usize,
  units: i32,
  activation: i32,
  recurrentActivation: i32,
  tail: usize,
): void {
  const segment = (<usize>units) << 2;
  const left = segment & (VECTOR - 1);
  const whole = segment - left;
  segmentsOf(what, gates, bias, before, y, dh, drh, dz, segment, whole, activation, recurrentActivation);
  if (!left) return;
  const tailBias = tail + GATES * VECTOR,
    tailBefore = tailBias + 3 * VECTOR,
    tailY = tailBefore + VECTOR;
  const tailDh = tailY + VECTOR,
    tailDrh = tailDh + VECTOR,
    tailDz = tailDrh + VECTOR;
  copySegments(gates + whole, segment, tail, VECTOR, GATES, left);
  if (bias) copySegments(bias + whole, segment, tailBias, VECTOR, 3, left);
  if (before) memory.copy(tailBefore, before + whole, left);
  if (y) memory.copy(tailY, y + whole, left);
  if (dh) memory.copy(tailDh, dh + whole, left);
  if (drh) memory.copy(tailDrh, drh + whole, left);
  if (dz) copySegments(dz + whole, segment, tailDz, VECTOR, 3, left);
  segmentsOf(
    what,
    tail,
    bias ? tailBias : 0,
    before ? tailBefore : 0,
    y ? tailY : 0,
    tailDh,
    tailDrh,
    tailDz,
    VECTOR,
    VECTOR,
    activation,
    recurrentActivation,
  );
  copySegments(tail, VECTOR, gates + whole, segment, GATES, left);
  if (y && what == OUTPUT_FORWARD) memory.copy(y + whole, tailY, left);
  if (dh) memory.copy(dh + whole, tailDh, left);
  if (dz) copySegments(tailDz, VECTOR, dz + whole, segment, 3, left);
}

/** `bytes` of each segment, a multiple of 16. */
function segmentsOf(
  what: i32,
  gates: usize,
  bias: usize,
  before: usize,
  y: usize,
  dh: usize,
  drh: usize,
  dz: usize,
  segment: usize,
  bytes: usize,
  activation: i32,
  recurrentActivation: i32,
): void {
  if (what == GATES_FORWARD) gatesForward(gates, bias, before, segment, bytes, recurrentActivation);
  else if (what == OUTPUT_FORWARD) outputForward(gates, bias, before, y, segment, bytes, activation);
  else if (what == OUTPUT_BACKWARD)
    outputBackward(gates, before, y, dh, dz, segment, bytes, activation, recurrentActivation);
  else resetBackward(gates, before, drh, dh, dz, segment, bytes, recurrentActivation);
}

/** The sums of z and r become the gates, in place; h is the output before (0: none). */
function gatesForward(
  z: usize,
  bias: usize,
  h: usize,
  segment: usize,
  bytes: usize,
  recurrentActivation: i32,
): void {
  for (let at: usize = 0; at < bytes; at += VECTOR) {
    const p = z + at;
    let update = v128.load(p),
      reset = v128.load(p + segment);
    if (bias) {
      update = f32x4.add(update, v128.load(bias + at));
      reset = f32x4.add(reset, v128.load(bias + segment + at));
    }
    reset = gate(reset, recurrentActivation);
    v128.store(p, gate(update, recurrentActivation));
    v128.store(p + segment, reset);
    v128.store(p + 3 * segment, h ? f32x4.mul(reset, v128.load(h + at)) : f32x4.splat(0));
  }
}

function outputForward(
  gates: usize,
  bias: usize,
  before: usize,
  h: usize,
  segment: usize,
  bytes: usize,
  activation: i32,
): void {
  for (let at: usize = 0; at < bytes; at += VECTOR) {
    const p = gates + at;
    const z = v128.load(p);
    let g = v128.load(p + 2 * segment);
    if (bias) g = f32x4.add(g, v128.load(bias + 2 * segment + at));
    g = gate(g, activation);
    let output = f32x4.mul(f32x4.sub(f32x4.splat(1), z), g);
    if (before) output = f32x4.add(f32x4.mul(z, v128.load(before + at)), output);
    v128.store(p + 2 * segment, g);
    v128.store(h + at, output);
  }
}

/** dh becomes z dh, its direct part of the gradient of the output before. Without one, r has none. */
function outputBackward(
  gates: usize,
  before: usize,
  dy: usize,
  dh: usize,
  dz: usize,
  segment: usize,
  bytes: usize,
  activation: i32,
  recurrentActivation: i32,
): void {
  const zero = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += VECTOR) {
    const z = v128.load(gates + at),
      g = v128.load(gates + 2 * segment + at);
    let dOutput = v128.load(dh + at);
    if (dy) dOutput = f32x4.add(dOutput, v128.load(dy + at));
    const change = f32x4.sub(before ? v128.load(before + at) : zero, g);
    const dg = f32x4.mul(dOutput, f32x4.sub(f32x4.splat(1), z));
    const p = dz + at;
    v128.store(p, gateGradient(f32x4.mul(dOutput, change), z, recurrentActivation));
    v128.store(p + segment, zero);
    v128.store(p + 2 * segment, gateGradient(dg, g, activation));
    v128.store(dh + at, f32x4.mul(dOutput, z));
  }
}

/** From the gradient of rh: that of r's sum, and another part of that of the output before. */
function resetBackward(
  gates: usize,
  before: usize,
  drh: usize,
  dh: usize,
  dz: usize,
  segment: usize,
  bytes: usize,
  recurrentActivation: i32,
): void {
  for (let at: usize = 0; at < bytes; at += VECTOR) {
    const r = v128.load(gates + segment + at),
      d = v128.load(drh + at);
    v128.store(dz + segment + at, gateGradient(f32x4.mul(d, v128.load(before + at)), r, recurrentActivation));
    v128.store(dh + at, f32x4.add(v128.load(dh + at), f32x4.mul(d, r)));
  }
}
