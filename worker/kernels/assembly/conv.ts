// Convolution without im2col. Channels last, the taps of a filter row and their channels are one run of
// floats; an output pixel is a pointer to where its window begins. The register tile is four such pixels by a
// panel of eight output channels.
import { activateEarly, activateLate } from './activate';
import { ConvPlan } from './conv-plan';
import { fma } from './fma';
import { storeLanes } from './lanes';
import { threadIndex } from './threads';
import { copyStrip, stripInPlace } from './strip';

/**
 * y = activation(conv(x) + bias). A unit is a strip of rows of one image, for `unitPanels` panels.
 * @param panels the filter as `packFilter` leaves it
 * @param bias, slope one for each channel of all panels
 */
export function conv(
  planAddress: usize,
  x: usize,
  panels: usize,
  bias: usize,
  slope: usize,
  y: usize,
  scratch: usize,
  start: i32,
  end: i32,
): void {
  const plan = changetype<ConvPlan>(planAddress);
  const table = scratch + <usize>plan.threadBytes * <usize>threadIndex();
  listPixels(plan, table);
  const unitsPerStrip = (plan.panels + plan.unitPanels - 1) / plan.unitPanels;
  const image = (<usize>(plan.inHeight * plan.inWidth) * <usize>plan.channels) << 2;
  let copied = -1;
  for (let unit = start; unit < end; unit++) {
    const strip = unit / unitsPerStrip;
    const firstPanel = (unit % unitsPerStrip) * plan.unitPanels;
    const lastPanel = min(firstPanel + plan.unitPanels, plan.panels);
    const batch = strip / plan.strips;
    const row = (strip % plan.strips) * plan.stripRows;
    const source = x + <usize>batch * image;
    let input = table + plan.stripOffset;
    if (!plan.padded) input = stripInPlace(plan, source, row);
    else if (copied != strip) copyStrip(plan, source, row, input);
    copied = strip;
    const pixels = min(plan.stripRows, plan.outHeight - row) * plan.outWidth;
    const output = y + ((<usize>(batch * plan.outImage + plan.outOrigin + row * plan.outRow)) << 2);
    for (let panel = firstPanel; panel < lastPanel; panel++) {
      convPanel(plan, input, panels, bias, slope, output, table, pixels, panel);
    }
  }
}

/** For each output pixel of a strip two offsets in bytes: in the strip's input, and in the output. */
function listPixels(plan: ConvPlan, table: usize): void {
  const rowLength = plan.padded ? plan.paddedWidth : plan.inWidth;
  for (let i = 0; i < plan.stripRows; i++) {
    for (let j = 0; j < plan.outWidth; j++, table += 8) {
      const pixel = i * plan.strideHeight * rowLength + j * plan.strideWidth;
      i32.store(table, (pixel * plan.channels) << 2);
      i32.store(table, (i * plan.outRow + j * plan.outColumn) << 2, 4);
    }
  }
}

function convPanel(
  plan: ConvPlan,
  input: usize,
  panels: usize,
  bias: usize,
  slope: usize,
  output: usize,
  table: usize,
  pixels: i32,
  panel: i32,
): void {
  const rowLength = plan.padded ? plan.paddedWidth : plan.inWidth;
  const filterHeight = plan.filterHeight;
  const filterWidth = plan.filterWidth;
  const channels = plan.channels;
  // Without dilation a row of taps is one run; else each tap is one.
  const merged = plan.dilationWidth == 1;
  const runs = merged ? 1 : filterWidth;
  const run = (<usize>(merged ? filterWidth * channels : channels)) << 2;
  const runGap = merged ? <usize>0 : ((<usize>(plan.dilationWidth * channels)) << 2) - run;
  const rowGap = ((<usize>(plan.dilationHeight * rowLength * channels)) << 2) - <usize>runs * (run + runGap);

  const weights = panels + <usize>(panel * filterHeight * filterWidth) * <usize>channels * 32;
  const bias0 = v128.load(bias + <usize>panel * 32);
  const bias1 = v128.load(bias + <usize>panel * 32, 16);
  const lanes = plan.outChannels - panel * 8;
  const activation = plan.activation;
  output += <usize>panel * 32;

  const stop = table + <usize>pixels * 8;
  while (table < stop) {
    // A last tile of fewer than four pixels computes its last one again, to the same place.
    const t1 = min(table + 8, stop - 8);
    const t2 = min(table + 16, stop - 8);
    const t3 = min(table + 24, stop - 8);
    let p0 = input + i32.load(table);
    let p1 = input + i32.load(t1);
    let p2 = input + i32.load(t2);
    let p3 = input + i32.load(t3);
    let a00 = bias0;
    let a01 = bias1;
    let a10 = bias0;
    let a11 = bias1;
    let a20 = bias0;
    let a21 = bias1;
    let a30 = bias0;
    let a31 = bias1;
    let w = weights;
    for (let i = filterHeight; i > 0; i--) {
      for (let j = runs; j > 0; j--) {
        const runStop = p0 + run;
        do {
          const w0 = v128.load(w);
          const w1 = v128.load(w, 16);
          let v = v128.load32_splat(p0);
          a00 = fma(v, w0, a00);
          a01 = fma(v, w1, a01);
          v = v128.load32_splat(p1);
          a10 = fma(v, w0, a10);
          a11 = fma(v, w1, a11);
          v = v128.load32_splat(p2);
          a20 = fma(v, w0, a20);
          a21 = fma(v, w1, a21);
          v = v128.load32_splat(p3);
          a30 = fma(v, w0, a30);
          a31 = fma(v, w1, a31);
          p0 += 4;
          p1 += 4;
          p2 += 4;
          p3 += 4;
          w += 32;
        } while (p0 != runStop);
        p0 += runGap;
        p1 += runGap;
        p2 += runGap;
        p3 += runGap;
      }
      p0 += rowGap;
      p1 += rowGap;
      p2 += rowGap;
      p3 += rowGap;
    }
    if (activation) {
      const s0 = v128.load(slope + <usize>panel * 32);
      const s1 = v128.load(slope + <usize>panel * 32, 16);
      a00 = activateEarly(a00, s0, activation);
      a01 = activateEarly(a01, s1, activation);
      a10 = activateEarly(a10, s0, activation);
      a11 = activateEarly(a11, s1, activation);
      a20 = activateEarly(a20, s0, activation);
      a21 = activateEarly(a21, s1, activation);
      a30 = activateEarly(a30, s0, activation);
      a31 = activateEarly(a31, s1, activation);
    }
    storePixel(output + i32.load(table, 4), a00, a01, lanes);
    storePixel(output + i32.load(t1, 4), a10, a11, lanes);
    storePixel(output + i32.load(t2, 4), a20, a21, lanes);
    storePixel(output + i32.load(t3, 4), a30, a31, lanes);
    table += 32;
  }
  activateLate(output, pixels, min(lanes, 8), (<usize>plan.outColumn) << 2, activation);
}

// @ts-ignore: decorator
@inline
function storePixel(to: usize, low: v128, high: v128, lanes: i32): void {
  storeLanes(to, low, lanes);
  if (lanes > 4) storeLanes(to + 16, high, lanes - 4);
}
