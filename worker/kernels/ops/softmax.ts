// Softmax and its gradient.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Arguments, TrainingKernel } from '../runtime/kernel';
import { sizeOf } from './shape';

const GRAIN = 4096; // elements

/** Softmax over the last dimension. */
const softmax: TrainingKernel = {
  name: 'Softmax',
  run(call, wasm) {
    const x = call.inputs.logits!;
    const width = x.shape[call.attrs.dim as number]!;
    if (x.dtype !== 'float32') return wasm.stock('Softmax', call);
    const y = wasm.output(x.shape);
    const args: Arguments<'softmaxRows'> = [wasm.address(x), wasm.address(y), width];
    wasm.parallel('softmaxRows', args, width && sizeOf(x.shape) / width, Math.ceil(GRAIN / width));
    return y;
  },
};

/** Its gradient: dx = y · (dy − Σ dy · y), sums over the last dimension. */
const softmaxGrad: TrainingKernel = {
  name: 'SoftmaxGrad',
  run({ inputs }, wasm) {
    const { dy, y } = inputs as { dy: TensorInfo; y: TensorInfo };
    const width = y.shape[y.shape.length - 1]!;
    const dx = wasm.output(y.shape);
    const args: Arguments<'softmaxGradRows'> = [wasm.address(dy), wasm.address(y), wasm.address(dx), width];
    wasm.parallel('softmaxGradRows', args, width && sizeOf(y.shape) / width, Math.ceil(GRAIN / width));
    return dx;
  },
};

export const softmaxKernels: readonly TrainingKernel[] = [softmax, softmaxGrad];
