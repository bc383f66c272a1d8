// The filter's gradient in Winograd's domain: dy's tiles take the place of the taps, the taps of the outputs.
// Three steps: the tiles of a block to points; at each point the sum over the block's tiles of input times
// gradient, which goes on from block to block; and at the end the sums to taps.
import { fma } from './fma';
import { threadIndex } from './threads';
import { pointBytes, WinogradPlan } from './winograd-plan';
import { gradientToPoints, pointsToOutputs, TILE_BYTES, tileToPoints } from './winograd-tiles';

/** Tiles [first + start, first + end) of x and dy to points. */
export function winogradBothToPoints(
  planAddress: usize,
  x: usize,
  dy: usize,
  inputs: usize,
  gradients: usize,
  scratch: usize,
  first: i32,
  start: i32,
  end: i32,
): void {
  const plan = changetype<WinogradPlan>(planAddress);
  const patch = scratch + <usize>plan.threadBytes * <usize>threadIndex();
  const tilesPerImage = plan.tilesHigh * plan.tilesWide;
  const image = (<usize>(plan.inHeight * plan.inWidth) * <usize>plan.channels) << 2;
  const outImage = (<usize>(plan.outHeight * plan.outWidth) * <usize>plan.outChannels) << 2;
  const panelBytes = <usize>plan.blockTiles * 32;
  const points = pointBytes(plan.channels, plan.blockTiles);
  const outPoints = pointBytes(plan.outChannels, plan.blockTiles);
  for (let i = start; i < end; i++) {
    const tile = first + i;
    const batch = <usize>(tile / tilesPerImage);
    const top = ((tile % tilesPerImage) / plan.tilesWide) * plan.outputs;
    const left = (tile % plan.tilesWide) * plan.outputs;
    const to = <usize>i * 32;
    tileToPoints(
      x + batch * image,
      plan.inHeight,
      plan.inWidth,
      plan.channels,
      top - plan.padTop,
      left - plan.padLeft,
      inputs + to,
      panelBytes,
      points,
      patch,
    );
    gradientToPoints(
      dy + batch * outImage,
      plan.outHeight,
      plan.outWidth,
      plan.outChannels,
      top,
      left,
      plan.outputs,
      gradients + to,
      panelBytes,
      outPoints,
      patch,
    );
  }
}

/** Tiles that are summed before the register tile moves on: both operands stay in a first-level cache. */
const RUN: i32 = 128;

/**
 * sums[point][channel / 4][panel] (+)= 4 × 8 products over `count` tiles. A unit is a point and a panel of
 * input channels.
 */
export function winogradSums(
  planAddress: usize,
  inputs: usize,
  gradients: usize,
  sums: usize,
  count: i32,
  accumulate: bool,
  start: i32,
  end: i32,
): void {
  const plan = changetype<WinogradPlan>(planAddress);
  const panels = plan.channels >> 3;
  const outPanels = plan.outChannels >> 3;
  const points = pointBytes(plan.channels, plan.blockTiles);
  const outPoints = pointBytes(plan.outChannels, plan.blockTiles);
  const panelBytes = <usize>plan.blockTiles * 32;
  const tileRow = <usize>outPanels * 128;
  const sumPoints = pointBytes(plan.channels, plan.outChannels);
  for (let unit = start; unit < end; unit++) {
    const point = <usize>(unit / panels);
    const panel = <usize>(unit % panels);
    const a = inputs + point * points + panel * panelBytes;
    const b = gradients + point * outPoints;
    const to = sums + point * sumPoints + panel * 2 * tileRow;
    for (let run = 0; run < count; run += RUN) {
      const length = min(RUN, count - run);
      const offset = <usize>run * 32;
      const add = accumulate || run > 0;
      for (let out: usize = 0; out < <usize>outPanels; out++) {
        const d = b + out * panelBytes + offset;
        addTiles(a + offset, d, to + out * 128, length, add);
        addTiles(a + offset + 16, d, to + tileRow + out * 128, length, add);
      }
    }
  }
}

function addTiles(a: usize, b: usize, to: usize, count: i32, accumulate: bool): void {
  let a00 = f32x4.splat(0);
  let a01 = a00;
  let a10 = a00;
  let a11 = a00;
  let a20 = a00;
  let a21 = a00;
  let a30 = a00;
  let a31 = a00;
  if (accumulate) {
    a00 = v128.load(to);
    a01 = v128.load(to, 16);
    a10 = v128.load(to, 32);
    a11 = v128.load(to, 48);
    a20 = v128.load(to, 64);
    a21 = v128.load(to, 80);
    a30 = v128.load(to, 96);
    a31 = v128.load(to, 112);
  }
  for (const stop = a + <usize>count * 32; a != stop; a += 32, b += 32) {
    const d0 = v128.load(b);
    const d1 = v128.load(b, 16);
    let v = v128.load32_splat(a);
    a00 = fma(v, d0, a00);
    a01 = fma(v, d1, a01);
    v = v128.load32_splat(a, 4);
    a10 = fma(v, d0, a10);
    a11 = fma(v, d1, a11);
    v = v128.load32_splat(a, 8);
    a20 = fma(v, d0, a20);
    a21 = fma(v, d1, a21);
    v = v128.load32_splat(a, 12);
    a30 = fma(v, d0, a30);
    a31 = fma(v, d1, a31);
  }
  v128.store(to, a00);
  v128.store(to, a01, 16);
  v128.store(to, a10, 32);
  v128.store(to, a11, 48);
  v128.store(to, a20, 64);
  v128.store(to, a21, 80);
  v128.store(to, a30, 96);
  v128.store(to, a31, 112);
}

/** The sums to taps. A unit is an input channel. */
export function winogradSumsToFilter(
  planAddress: usize,
  sums: usize,
  dw: usize,
  scratch: usize,
  start: i32,
  end: i32,
): void {
  const plan = changetype<WinogradPlan>(planAddress);
  const lines = scratch + TILE_BYTES * <usize>threadIndex();
  const outPanels = plan.outChannels >> 3;
  const sumPoints = pointBytes(plan.channels, plan.outChannels);
  const column = (<usize>plan.channels * <usize>plan.outChannels) << 2;
  const row = <usize>plan.taps * column;
  for (let c = start; c < end; c++) {
    let from = sums + <usize>(c >> 2) * <usize>outPanels * 128 + <usize>(c & 3) * 32;
    let to = dw + ((<usize>(c * plan.outChannels)) << 2);
    for (let panel = 0; panel < outPanels; panel++, from += 128, to += 32) {
      pointsToOutputs(from, sumPoints, plan.taps, to, row, column, lines);
      pointsToOutputs(from + 16, sumPoints, plan.taps, to + 16, row, column, lines);
    }
  }
}
