import type { TrainingKernel } from '../../runtime/kernel';
import { runResize } from './run-resize';

/** ResizeBilinearGrad: dy, of the resized images' shape, to the images'. */
export const resizeBilinearGrad: TrainingKernel = {
  name: 'ResizeBilinearGrad',
  run({ inputs, attrs }, wasm) {
    const { shape } = inputs.images!;
    const dy = inputs.dy!;
    const dx = wasm.output(shape);
    runResize(wasm, 'resizeBilinearGrad', [wasm.address(dy), wasm.address(dx)], [shape, dy.shape], attrs);
    return dx;
  },
};
