import { activateEarly, activateLate } from './activate';
import { fma } from './fma';
import { threadIndex } from './threads';
import { pointBytes, WinogradPlan } from './winograd-plan';
import { pointsToOutputs, TILE_BYTES, tapsToPoints, tileToPoints } from './winograd-tiles';

/** Tiles that the register tile takes at once. */
const ROWS: i32 = 4;
/**
 * What an output is taken for 0 by, as a part of the largest of the points that it is made of: rounding leaves as
 * much. The sum of nothing but zeros must be 0, as without tiles: ReLU's gradient stops there, and a picture's empty
 * ground is full of it.
 */
const NOTHING: f32 = 1 / 1048576;

/**
 * The filter's points, [point][panel][channel][8], from panels as `packFilter` leaves them. A unit is a panel.
 * @param scratch TILE_BYTES a thread
 */
export function winogradFilter(
  panels: usize,
  points: usize,
  taps: i32,
  channels: i32,
  outChannels: i32,
  scratch: usize,
  start: i32,
  end: i32,
): void {
  const tap = <usize>channels * 32;
  const row = <usize>taps * tap;
  const step = (<usize>channels * <usize>outChannels) << 2;
  const lines = scratch + TILE_BYTES * <usize>threadIndex();
  for (let panel = start; panel < end; panel++) {
    let from = panels + <usize>panel * <usize>taps * row;
    let to = points + <usize>panel * tap;
    for (let c = 0; c < 2 * channels; c++, from += 16, to += 16) {
      tapsToPoints(from, row, tap, taps, to, step, lines);
    }
  }
}

/** y = activation(conv(x) + bias) with stride 1. A unit is a block of tiles, for `unitPanels` panels. */
export function winogradConv(
  planAddress: usize,
  x: usize,
  filter: usize,
  bias: usize,
  slope: usize,
  y: usize,
  scratch: usize,
  start: i32,
  end: i32,
): void {
  const plan = changetype<WinogradPlan>(planAddress);
  const channels = plan.channels;
  const outPanels = plan.outChannels >> 3;
  const unitPanels = plan.unitPanels;
  const unitsPerBlock = (outPanels + unitPanels - 1) / unitPanels;
  const block = plan.blockTiles;
  const points = pointBytes(channels, block);
  const outPoints = pointBytes(unitPanels * 8, block);
  const inputs = scratch + <usize>plan.threadBytes * <usize>threadIndex();
  const products = inputs + 36 * points;
  const patch = products + 36 * outPoints;
  const filterPoint = (<usize>channels * <usize>plan.outChannels) << 2;
  const filterPanel = <usize>channels * 32;
  let transformed = -1;
  for (let unit = start; unit < end; unit++) {
    const first = (unit / unitsPerBlock) * block;
    const count = min(block, plan.tiles - first);
    if (first != transformed) blockToPoints(plan, x, first, count, inputs, points, patch);
    transformed = first;
    const firstPanel = (unit % unitsPerBlock) * unitPanels;
    const panels = min(unitPanels, outPanels - firstPanel);
    for (let point: usize = 0; point < 36; point++) {
      const weights = filter + point * filterPoint + <usize>firstPanel * filterPanel;
      for (let panel: usize = 0; panel < <usize>panels; panel++) {
        const to = products + point * outPoints + panel * <usize>block * 32;
        multiply(
          inputs + point * points,
          weights + panel * filterPanel,
          to,
          count,
          channels,
          <usize>block * 32,
        );
      }
    }
    storeBlock(plan, products, outPoints, first, count, firstPanel, panels, bias, slope, y, patch);
  }
}

function blockToPoints(
  plan: WinogradPlan,
  x: usize,
  first: i32,
  count: i32,
  to: usize,
  points: usize,
  patch: usize,
): void {
  const tilesPerImage = plan.tilesHigh * plan.tilesWide;
  const image = (<usize>(plan.inHeight * plan.inWidth) * <usize>plan.channels) << 2;
  const panelBytes = <usize>plan.blockTiles * 32;
  for (let i = 0; i < count; i++, to += 32) {
    const tile = first + i;
    const place = tile % tilesPerImage;
    const top = (place / plan.tilesWide) * plan.outputs - plan.padTop;
    const left = (place % plan.tilesWide) * plan.outputs - plan.padLeft;
    const source = x + <usize>(tile / tilesPerImage) * image;
    tileToPoints(
      source,
      plan.inHeight,
      plan.inWidth,
      plan.channels,
      top,
      left,
      to,
      panelBytes,
      points,
      patch,
    );
  }
}

/** Eight output channels of `count` tiles at one point. */
function multiply(
  inputs: usize,
  weights: usize,
  to: usize,
  count: i32,
  channels: i32,
  panelBytes: usize,
): void {
  const gap = panelBytes - 32;
  for (let i = 0; i < count; i += ROWS, inputs += <usize>ROWS * 32, to += <usize>ROWS * 32) {
    let a00 = f32x4.splat(0);
    let a01 = a00;
    let a10 = a00;
    let a11 = a00;
    let a20 = a00;
    let a21 = a00;
    let a30 = a00;
    let a31 = a00;
    let p = inputs;
    let w = weights;
    for (let c = 0; c < channels; c += 8, p += gap) {
      const stop = p + 32;
      do {
        const w0 = v128.load(w);
        const w1 = v128.load(w, 16);
        let v = v128.load32_splat(p);
        a00 = fma(v, w0, a00);
        a01 = fma(v, w1, a01);
        v = v128.load32_splat(p, 32);
        a10 = fma(v, w0, a10);
        a11 = fma(v, w1, a11);
        v = v128.load32_splat(p, 64);
        a20 = fma(v, w0, a20);
        a21 = fma(v, w1, a21);
        v = v128.load32_splat(p, 96);
        a30 = fma(v, w0, a30);
        a31 = fma(v, w1, a31);
        p += 4;
        w += 32;
      } while (p != stop);
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
}

/** Of 36 points, by channel: the largest without its sign. */
// @ts-ignore: decorator
@inline
function largestPoint(from: usize, points: usize): v128 {
  let a = f32x4.splat(0);
  let b = a;
  let p = from;
  const end = p + 36 * points;
  for (; p != end; p += 2 * points) {
    a = f32x4.max(a, f32x4.abs(v128.load(p)));
    b = f32x4.max(b, f32x4.abs(v128.load(p + points)));
  }
  return f32x4.max(a, b);
}

/** Points to outputs, and bias and activation; a tile at an edge has outputs outside of the image. */
function storeBlock(
  plan: WinogradPlan,
  products: usize,
  points: usize,
  first: i32,
  count: i32,
  firstPanel: i32,
  panels: i32,
  bias: usize,
  slope: usize,
  y: usize,
  tile: usize,
): void {
  const tilesPerImage = plan.tilesHigh * plan.tilesWide;
  const outputs = plan.outputs;
  const pixel = (<usize>plan.outChannels) << 2;
  const lines = tile + TILE_BYTES;
  for (let i = 0; i < count; i++) {
    const place = (first + i) % tilesPerImage;
    const top = (place / plan.tilesWide) * outputs;
    const left = (place % plan.tilesWide) * outputs;
    const rows = min(outputs, plan.outHeight - top);
    const columns = min(outputs, plan.outWidth - left);
    const image = ((first + i) / tilesPerImage) * plan.outHeight;
    const corner = y + <usize>((image + top) * plan.outWidth + left) * pixel + <usize>firstPanel * 32;
    let from = products + <usize>i * 32;
    for (let panel = 0; panel < panels; panel++, from += <usize>plan.blockTiles * 32) {
      for (let half: usize = 0; half < 32; half += 16) {
        pointsToOutputs(from + half, points, outputs, tile, 96, 16, lines);
        const shift = <usize>panel * 32 + half;
        const least = f32x4.mul(largestPoint(from + half, points), f32x4.splat(NOTHING));
        const offset = v128.load(bias + <usize>firstPanel * 32 + shift);
        const factor = v128.load(slope + <usize>firstPanel * 32 + shift);
        for (let r = 0; r < rows; r++) {
          let to = corner + <usize>(r * plan.outWidth) * pixel + shift;
          for (let s = 0; s < columns; s++, to += pixel) {
            const product = v128.load(tile + <usize>(r * 96 + s * 16));
            let v = f32x4.add(v128.and(product, f32x4.gt(f32x4.abs(product), least)), offset);
            if (plan.activation) v = activateEarly(v, factor, plan.activation);
            v128.store(to, v);
          }
        }
      }
    }
    for (let r = 0; r < rows; r++) {
      activateLate(corner + <usize>(r * plan.outWidth) * pixel, columns, panels * 8, pixel, plan.activation);
    }
  }
}
