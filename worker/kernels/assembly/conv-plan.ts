/**
 * One convolution over channels-last images, as ops/convolution-plan.ts makes it: 32-bit integers in this
 * order. Lengths are in elements unless they say bytes. "Input" is what the window slides over: x in the
 * forward pass and for the filter gradient, dy for the input gradient.
 */
// @ts-ignore: decorator
@unmanaged
export class ConvPlan {
  inHeight: i32;
  inWidth: i32;
  channels: i32;
  outHeight: i32;
  outWidth: i32;
  outChannels: i32;
  filterHeight: i32;
  filterWidth: i32;
  strideHeight: i32;
  strideWidth: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  padTop: i32;
  padLeft: i32;
  /** Output rows that are computed at a time, from one piece of input that fits the cache: a strip. */
  stripRows: i32;
  /** Strips in an image. */
  strips: i32;
  /** 1 where a strip's input is copied with its padding, 0 where it is read where it lies. */
  padded: i32;
  /** A strip's input, with the padding. */
  paddedHeight: i32;
  paddedWidth: i32;
  /** Panels of eight output channels, and how many of them a unit of work takes. */
  panels: i32;
  unitPanels: i32;
  /** Where in the output image the first pixel lies, and how far apart its rows, columns and images are. */
  outOrigin: i32;
  outRow: i32;
  outColumn: i32;
  outImage: i32;
  /** See activate.ts. */
  activation: i32;
  /** Scratch for a thread, and where in it a strip's input begins. */
  threadBytes: i32;
  stripOffset: i32;
}
