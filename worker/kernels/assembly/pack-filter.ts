/**
 * Reorders a filter into panels of eight output channels, [panel][tap row][tap column][channel][8], the last
 * filled up with zeros. Steps are in elements of the filter and may be negative: the input gradient reads it
 * backwards, with its channels exchanged. A unit is a panel.
 */
export function packFilter(
  filter: usize,
  panels: usize,
  rows: i32,
  columns: i32,
  channels: i32,
  outChannels: i32,
  rowStep: i32,
  columnStep: i32,
  channelStep: i32,
  outChannelStep: i32,
  start: i32,
  end: i32,
): void {
  let to = panels + <usize>(start * rows * columns) * <usize>channels * 32;
  for (let panel = start; panel < end; panel++) {
    const lanes = min(8, outChannels - panel * 8);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const from = filter + ((<usize>(panel * 8 * outChannelStep + i * rowStep + j * columnStep)) << 2);
        packTap(from, to, channels, (<usize>channelStep) << 2, (<usize>outChannelStep) << 2, lanes);
        to += <usize>channels * 32;
      }
    }
  }
}

function packTap(from: usize, to: usize, channels: i32, step: usize, laneStep: usize, lanes: i32): void {
  let c = 0;
  if (lanes == 8 && laneStep == 4) {
    for (; c < channels; c++, from += step, to += 32) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    }
  } else if (lanes == 8 && step == 4) {
    for (; c + 4 <= channels; c += 4, from += 16, to += 128) {
      transpose(from, to, laneStep);
      transpose(from + laneStep * 4, to + 16, laneStep);
    }
  }
  for (; c < channels; c++, from += step, to += 32) {
    for (let lane = 0; lane < 8; lane++) {
      const value = lane < lanes ? f32.load(from + <usize>lane * laneStep) : 0;
      f32.store(to + ((<usize>lane) << 2), value);
    }
  }
}

/** Four rows of four floats, `rowStep` bytes apart, become columns of rows 32 bytes apart. */
// @ts-ignore: decorator
@inline
function transpose(from: usize, to: usize, rowStep: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + rowStep);
  const r2 = v128.load(from + rowStep * 2);
  const r3 = v128.load(from + rowStep * 3);
  const l01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const h01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const l23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const h23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f64>(l01, l23, 0, 2));
  v128.store(to, v128.shuffle<f64>(l01, l23, 1, 3), 32);
  v128.store(to, v128.shuffle<f64>(h01, h23, 0, 2), 64);
  v128.store(to, v128.shuffle<f64>(h01, h23, 1, 3), 96);
}

/** A row of one number for each lane, from `length` numbers and zeros, or from a single one. */
export function fillRow(from: usize, length: i32, to: usize, lanes: i32): void {
  if (length == 1) return fillConstant(f32.load(from), to, lanes);
  for (let i = 0; i < lanes; i++, to += 4) {
    f32.store(to, i < length ? f32.load(from + ((<usize>i) << 2)) : 0);
  }
}

export function fillConstant(value: f32, to: usize, lanes: i32): void {
  for (let i = 0; i < lanes; i++, to += 4) f32.store(to, value);
}
