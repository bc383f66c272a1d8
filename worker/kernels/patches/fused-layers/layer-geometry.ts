import type { Tensor } from '@tensorflow/tfjs-core';
import { runKernel } from '../gradients/override';
import type { FusableLayer } from './fuse-calls';

/** The fields of tfjs-layers' convolutions that decide where their filters go. */
export interface LayerGeometry {
  rank: number;
  strides: [number, number];
  padding: string;
  dataFormat: string;
  dilationRate: [number, number];
}

/** Of the kernels FusedConv2D and FusedDepthwiseConv2D. */
export interface FusedConvAttributes {
  readonly strides: [number, number];
  readonly pad: 'same' | 'valid';
  readonly dataFormat: 'NHWC';
  readonly dilations: [number, number];
  readonly activation: string;
}

/** activation(convolution(x, filter) + bias) in one kernel; `undefined` where the original must do it. */
export function runFused(
  kernelName: 'FusedConv2D' | 'FusedDepthwiseConv2D',
  layer: Pick<FusableLayer, 'bias'> & LayerGeometry,
  x: Tensor,
  filter: Tensor,
  activation: string,
): Tensor | undefined {
  const attributes = fusedConvAttributes(layer, x, filter, activation);
  if (!attributes) return undefined;
  const given: Record<string, Tensor> = { x, filter };
  if (layer.bias) given.bias = layer.bias.read();
  return runKernel(kernelName, given, { ...attributes });
}

/**
 * Undefined for channels first, for dilations, and for shapes that do not fit: those are the original's to
 * complain of.
 */
function fusedConvAttributes(
  { rank, strides, padding, dataFormat, dilationRate }: LayerGeometry,
  x: Tensor,
  filter: Tensor,
  activation: string,
): FusedConvAttributes | undefined {
  if (rank !== 2 || dataFormat !== 'channelsLast' || dilationRate.some((rate) => rate !== 1))
    return undefined;
  if (padding !== 'same' && padding !== 'valid') return undefined;
  if (x.rank !== 4 || filter.dtype !== 'float32') return undefined;
  const [height, width, channels] = filter.shape as [number, number, number];
  const inside = padding === 'same' || (x.shape[1]! >= height && x.shape[2]! >= width);
  if (!inside || x.shape[3] !== channels) return undefined;
  return { strides, pad: padding, dataFormat: 'NHWC', dilations: [1, 1], activation };
}
