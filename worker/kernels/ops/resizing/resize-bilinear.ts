import type { TrainingKernel } from '../../runtime/kernel';
import { runResize } from './run-resize';

/** ResizeBilinear: images [batch, height, width, channels] to `size`. */
export const resizeBilinear: TrainingKernel = {
  name: 'ResizeBilinear',
  run({ inputs, attrs }, wasm) {
    const images = inputs.images!;
    if (images.dtype !== 'float32') return wasm.stock('ResizeBilinear', { inputs, attrs });
    const [batch, , , channels] = images.shape as [number, number, number, number];
    const { size } = attrs as { size: [number, number] };
    const shape = [batch, ...size, channels];
    const resized = wasm.output(shape, images.dtype);
    const addresses: [number, number] = [wasm.address(images), wasm.address(resized)];
    runResize(wasm, 'resizeBilinear', addresses, [images.shape, shape], attrs);
    return resized;
  },
};
