// Resizing of images and its gradients.
import type { DataType, NamedAttrMap } from '@tensorflow/tfjs-core';
import { resizeNearestArguments } from '../runtime/assembly-layouts';
import type { TrainingKernel, Wasm } from '../runtime/kernel';

type Resize = 'resizeNearest' | 'resizeNearestGrad' | 'resizeBilinear' | 'resizeBilinearGrad';

/**
 * Calls a function of assembly/resize.ts.
 * The first pair are the addresses of what is read and what is written.
 * @param shapes of the images before and after resizing; the gradients go the other way
 */
function runResize(
  wasm: Wasm,
  name: Resize,
  [from, to]: [number, number],
  shapes: [readonly number[], readonly number[]],
  attrs: NamedAttrMap,
): void {
  const { alignCorners = false, halfPixelCenters = false } = attrs as Record<string, boolean>;
  const [batch, inHeight, inWidth, channels] = shapes[0] as [number, number, number, number];
  const [, outHeight, outWidth] = shapes[1] as [number, number, number];
  const ratio = (old: number, now: number) => (alignCorners && now > 1 ? (old - 1) / (now - 1) : old / now);
  // The gradients take the same: what they read in the place of x, what they write in that of y.
  const args = resizeNearestArguments({
    ...{ x: from, y: to, inHeight, inWidth, channels, outHeight, outWidth },
    rowRatio: ratio(inHeight, outHeight),
    columnRatio: ratio(inWidth, outWidth),
    alignCorners: Number(alignCorners),
    halfPixel: Number(halfPixelCenters),
  });
  const units = batch * (name.endsWith('Grad') ? inHeight : outHeight);
  const valuesInUnit = (batch * outHeight * outWidth * channels) / Math.max(1, units);
  wasm.parallel(name, args, units, Math.ceil(GRAIN / Math.max(1, valuesInUnit)));
}

const GRAIN = 16_384; // values

/** A kernel from images [batch, height, width, channels] to `size`. */
function resize(name: string, exported: Resize, takes: readonly DataType[]): TrainingKernel {
  return {
    name,
    run({ inputs, attrs }, wasm) {
      const images = inputs.images!;
      if (!takes.includes(images.dtype)) return wasm.stock(name, { inputs, attrs });
      const [batch, , , channels] = images.shape as [number, number, number, number];
      const { size } = attrs as { size: [number, number] };
      const shape = [batch, ...size, channels];
      const resized = wasm.output(shape, images.dtype);
      const addresses: [number, number] = [wasm.address(images), wasm.address(resized)];
      runResize(wasm, exported, addresses, [images.shape, shape], attrs);
      return resized;
    },
  };
}

/** Its gradient: from dy, of the resized images' shape, to the images'. */
function resizeGradient(name: string, exported: Resize): TrainingKernel {
  return {
    name,
    run({ inputs, attrs }, wasm) {
      const { shape } = inputs.images!;
      const dy = inputs.dy!;
      const dx = wasm.output(shape);
      runResize(wasm, exported, [wasm.address(dy), wasm.address(dx)], [shape, dy.shape], attrs);
      return dx;
    },
  };
}

export const resizeKernels: readonly TrainingKernel[] = [
  resize('ResizeBilinear', 'resizeBilinear', ['float32']),
  resize('ResizeNearestNeighbor', 'resizeNearest', ['float32', 'int32']),
  resizeGradient('ResizeBilinearGrad', 'resizeBilinearGrad'),
  resizeGradient('ResizeNearestNeighborGrad', 'resizeNearestGrad'),
];
