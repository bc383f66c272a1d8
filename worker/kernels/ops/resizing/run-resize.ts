import type { NamedAttrMap } from '@tensorflow/tfjs-core';
import type { Wasm } from '../../runtime/kernel';

export type Resize = 'resizeNearest' | 'resizeNearestGrad' | 'resizeBilinear' | 'resizeBilinearGrad';

/**
 * Calls a function of assembly/resize.ts.
 * @param addresses of what is read and what is written
 * @param shapes of the images before and after resizing; the gradients go the other way
 */
export function runResize(
  wasm: Wasm,
  name: Resize,
  addresses: [number, number],
  shapes: [readonly number[], readonly number[]],
  attrs: NamedAttrMap,
): void {
  const { alignCorners = false, halfPixelCenters = false } = attrs as Record<string, boolean>;
  const [batch, inHeight, inWidth, channels] = shapes[0] as [number, number, number, number];
  const [, outHeight, outWidth] = shapes[1] as [number, number, number];
  const ratio = (old: number, now: number) => (alignCorners && now > 1 ? (old - 1) / (now - 1) : old / now);
  const args = [
    ...[...addresses, inHeight, inWidth, channels, outHeight, outWidth],
    ...[ratio(inHeight, outHeight), ratio(inWidth, outWidth)],
    ...[alignCorners ? 1 : 0, halfPixelCenters ? 1 : 0],
  ];
  const units = batch * (name.endsWith('Grad') ? inHeight : outHeight);
  const valuesInUnit = (batch * outHeight * outWidth * channels) / Math.max(1, units);
  wasm.parallel(name, args, units, Math.ceil(GRAIN / Math.max(1, valuesInUnit)));
}

const GRAIN = 16_384; // values
