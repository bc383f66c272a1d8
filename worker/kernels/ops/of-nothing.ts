// Kernels of TensorFlow.js' that divide by a length, and trap where it is 0. Of nothing they give nothing.
import { util } from '@tensorflow/tfjs-core';
import { KernelError } from '../runtime/errors';
import type { TrainingKernel } from '../runtime/kernel';
import { sizeOf } from './shape';

/** y has x's shape. */
function elementwise(name: string): TrainingKernel {
  return {
    name,
    run(call, wasm) {
      const x = call.inputs.x!;
      return sizeOf(x.shape) > 0 ? wasm.stock(name, call) : wasm.output(x.shape, x.dtype);
    },
  };
}

/** y lacks the dimension `axis`. */
function places(name: 'ArgMax' | 'ArgMin'): TrainingKernel {
  return {
    name,
    run(call, wasm) {
      const { shape } = call.inputs.x!;
      if (sizeOf(shape) > 0) return wasm.stock(name, call);
      const [axis] = util.parseAxisParam(call.attrs.axis as number, shape);
      const kept = shape.filter((_, i) => i !== axis);
      if (sizeOf(kept) > 0) throw new KernelError(name, `x [${shape}] has no values along ${axis}.`);
      return wasm.output(kept, 'int32');
    },
  };
}

export const ofNothingKernels: readonly TrainingKernel[] = [
  places('ArgMax'),
  places('ArgMin'),
  elementwise('Cumprod'),
  elementwise('Cumsum'),
];
