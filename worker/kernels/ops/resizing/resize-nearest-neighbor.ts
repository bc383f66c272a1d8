import type { TrainingKernel } from '../../runtime/kernel';
import { runResize } from './run-resize';

/** ResizeNearestNeighbor: images [batch, height, width, channels] to `size`. */
export const resizeNearestNeighbor: TrainingKernel = {
  name: 'ResizeNearestNeighbor',
  run({ inputs, attrs }, wasm) {
    const images = inputs.images!;
    if (images.dtype !== 'float32' && images.dtype !== 'int32')
      return wasm.stock('ResizeNearestNeighbor', { inputs, attrs });
    const [batch, , , channels] = images.shape as [number, number, number, number];
    const { size } = attrs as { size: [number, number] };
    const shape = [batch, ...size, channels];
    const resized = wasm.output(shape, images.dtype);
    const addresses: [number, number] = [wasm.address(images), wasm.address(resized)];
    runResize(wasm, 'resizeNearest', addresses, [images.shape, shape], attrs);
    return resized;
  },
};
