import type { TrainingKernel } from '../../runtime/kernel';
import { runResize } from './run-resize';

/** ResizeNearestNeighborGrad: dy, of the resized images' shape, to the images'. */
export const resizeNearestNeighborGrad: TrainingKernel = {
  name: 'ResizeNearestNeighborGrad',
  run({ inputs, attrs }, wasm) {
    const { shape } = inputs.images!;
    const dy = inputs.dy!;
    const dx = wasm.output(shape);
    runResize(wasm, 'resizeNearestGrad', [wasm.address(dy), wasm.address(dx)], [shape, dy.shape], attrs);
    return dx;
  },
};
