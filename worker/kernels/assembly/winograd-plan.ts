/**
 * One convolution with stride 1 by tiles of six by six inputs, as ops/winograd.ts makes it:
 * 32-bit integers in this order. Channels come in panels of eight; the 36 points of a set of tiles lie as
 * [point][panel][tile][8].
 */
// @ts-ignore: decorator
@unmanaged
export class WinogradPlan {
  inHeight: i32;
  inWidth: i32;
  channels: i32;
  outHeight: i32;
  outWidth: i32;
  outChannels: i32;
  padTop: i32;
  padLeft: i32;
  /** Rows and columns of the filter, 3 or 5, and of a tile's outputs, 7 less that. */
  taps: i32;
  outputs: i32;
  tilesHigh: i32;
  tilesWide: i32;
  /** In the whole batch. */
  tiles: i32;
  /** Tiles that are transformed together. */
  blockTiles: i32;
  /** Forward: panels of output channels in a unit of work. */
  unitPanels: i32;
  /** See activate.ts. */
  activation: i32;
  /** Scratch for a thread. */
  threadBytes: i32;
}

/** Bytes from one point to the next: one cache line more than needed, or all points would share few sets. */
// @ts-ignore: decorator
@inline
export function pointBytes(channels: i32, tiles: i32): usize {
  return ((<usize>channels * <usize>tiles) << 2) + 64;
}
