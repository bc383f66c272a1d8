import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Wasm } from '../../runtime/kernel';
import type { ConvShape } from '../convolution/conv-shape';
import { poolArguments, poolGrain, poolShape } from './pool-call';

/** Calls `maxPoolGrad` or `avgPoolGrad` of assembly/pooling.ts; `sources` are what it reads. */
export function runPoolGradient(
  wasm: Wasm,
  name: 'maxPoolGrad' | 'avgPoolGrad',
  sources: readonly TensorInfo[],
  { x, dy, attrs }: { x: TensorInfo; dy: TensorInfo; attrs: NamedAttrMap },
): TensorInfo {
  // As the forward pass went: TensorFlow.js does not tell the gradient how it rounded, but dy's shape does.
  const [, outHeight, outWidth] = dy.shape as [number, number, number, number];
  const shape = { ...poolShape(x.shape, attrs), outHeight, outWidth };
  const dx = wasm.output(x.shape);
  const address = wasm.address(dx);
  if (outHeight * outWidth === 0) {
    const size = x.shape.reduce((product, side) => product * side, 1);
    wasm.parallel('clearFloats', [address], size, 65_536);
    return dx;
  }
  const { unitRows, unitChannels, units } = gradientUnits(shape);
  const addresses = [...sources.map((tensor) => wasm.address(tensor)), address];
  const args = [...addresses, ...poolArguments(shape), unitRows, unitChannels];
  wasm.parallel(name, args, units, Math.ceil(poolGrain(shape) / unitRows));
  return dx;
}

/** A unit must own all of dx that it adds to: rows, or, where windows overlap, images and blocks of channels. */
function gradientUnits(shape: ConvShape): { unitRows: number; unitChannels: number; units: number } {
  const { batch, channels, outHeight } = shape;
  if (shape.strideHeight >= shape.filterHeight) {
    return { unitRows: 1, unitChannels: Math.max(1, channels), units: batch * outHeight };
  }
  const blocks = Math.max(1, Math.min(Math.floor(channels / 16), Math.ceil(UNITS / batch)));
  const unitChannels = Math.max(4, Math.ceil(channels / blocks / 4) * 4);
  return { unitRows: outHeight, unitChannels, units: batch * Math.ceil(channels / unitChannels) };
}

const UNITS = 32; // that even eight threads share out well
