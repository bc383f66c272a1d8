// Refuses transposed convolutions whose output does not fit their input: the kernels would read beyond it.
import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { fittingShape } from '../../ops/fitting-shape';
import { replaceKernel } from './replace-kernel';

/** Our own kernel of two dimensions checks for itself. */
const UNCHECKED = [
  ['Conv2DBackpropInput', 'cpu'],
  ['Conv2DBackpropInput', 'webgpu'],
  ['Conv3DBackpropInputV2', 'cpu'],
  ['Conv3DBackpropInputV2', 'webgpu'],
  ['Conv3DBackpropInputV2', 'wasm'],
] as const;

/** Where kernels are registered; returns what undoes it. */
export function checkTransposedConvolutions(): (() => void)[] {
  return UNCHECKED.map(([kernelName, backendName]) => checked(kernelName, backendName));
}

function checked(kernelName: string, backendName: string): () => void {
  return replaceKernel(kernelName, backendName, (stock) => (call) => {
    checkFit(call.inputs as { dy: TensorInfo; filter: TensorInfo }, call.attrs as object);
    return stock(call);
  });
}

/** @throws Error that names the output shape, the input's and one that would fit */
function checkFit({ dy, filter }: { dy: TensorInfo; filter: TensorInfo }, attrs: object): void {
  const { inputShape } = attrs as { inputShape: number[] };
  const places = placesAfter(inputShape, filter.shape, attrs);
  const given = spatial(dy.shape, attrs);
  if (`${places}` === `${given}` && dy.shape[0] === inputShape[0]) return;
  const start = isFirst(attrs) ? 2 : 1;
  const sides = given.map((_, i) => start + i);
  const fitting = fittingShape(inputShape, dy.shape, sides, (shape) => {
    const after = placesAfter(shape, filter.shape, attrs);
    return shape.map((length, i) => after[i - start] ?? length);
  });
  throw new Error(
    `A transposed convolution of [${dy.shape}] with a filter [${filter.shape}] cannot give [${inputShape}], ` +
      `as the convolution of that gives ${places.join(' × ')} places` +
      `${fitting ? `; [${fitting}] would fit` : ''}.`,
  );
}

function isFirst(attrs: object): boolean {
  return (attrs as { dataFormat?: string }).dataFormat === 'NCHW';
}

function spatial(shape: number[], attrs: object): number[] {
  return isFirst(attrs) ? shape.slice(2) : shape.slice(1, -1);
}

/** The places of a convolution of the shape along height and width, or depth, height and width. */
function placesAfter(shape: number[], filterShape: number[], attrs: object): number[] {
  const { strides, pad, dimRoundingMode } = attrs as Record<string, never>;
  if (filterShape.length === 5) {
    const info = backend_util.computeConv3DInfo(shape as never, filterShape as never, strides!, 1, pad!);
    return [info.outDepth, info.outHeight, info.outWidth];
  }
  const format = backend_util.convertConv2DDataFormat(isFirst(attrs) ? 'NCHW' : 'NHWC');
  const info = backend_util.computeConv2DInfo(
    ...([shape, filterShape, strides, 1, pad, dimRoundingMode, false, format] as unknown as Parameters<
      typeof backend_util.computeConv2DInfo
    >),
  );
  return [info.outHeight, info.outWidth];
}
