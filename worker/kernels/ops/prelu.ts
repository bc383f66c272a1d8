// PReLU, with slopes of any shape.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainingKernel } from '../runtime/kernel';

/**
 * x where it is positive, else alpha x, alpha broadcast: max(x, 0) − alpha max(−x, 0). The stock kernel takes alpha by
 * turns whatever its shape, and keeps the alpha that it saw first, so that no training changes what it computes.
 */
const prelu: TrainingKernel = {
  name: 'Prelu',
  run({ inputs: { x, alpha } }, wasm) {
    const run = (name: string, inputs: Record<string, TensorInfo>) => wasm.run(name, inputs) as TensorInfo;
    const taken: TensorInfo[] = [];
    const take = (tensor: TensorInfo) => {
      taken.push(tensor);
      return tensor;
    };
    const floats =
      x!.dtype === 'float32' ? x! : take(wasm.run('Cast', { x: x! }, { dtype: 'float32' }) as TensorInfo);
    const above = take(run('Relu', { x: floats }));
    const below = take(run('Relu', { x: take(run('Neg', { x: floats })) }));
    const scaled = take(run('Multiply', { a: below, b: alpha! }));
    const y = run('Sub', { a: above, b: scaled });
    for (const tensor of taken) wasm.dispose(tensor);
    return y;
  },
};

export const preluKernels: readonly TrainingKernel[] = [prelu];
