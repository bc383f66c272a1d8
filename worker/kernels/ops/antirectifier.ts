// The antirectifier of Keras' example and its gradient, each in one pass.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Arguments, TrainingKernel } from '../runtime/kernel';
import { sizeOf } from './shape';

export const ANTIRECTIFIER = 'Antirectifier';
export const ANTIRECTIFIER_GRAD = 'AntirectifierGrad';
const GRAIN = 4096; // elements

/** x [..., n] to [..., 2n], `epsilon` being added to the sum of squares. */
const antirectifierForward: TrainingKernel = {
  name: ANTIRECTIFIER,
  run({ inputs, attrs }, wasm) {
    const x = inputs.x!;
    const width = x.shape.at(-1)!;
    const y = wasm.output([...x.shape.slice(0, -1), 2 * width]);
    const args: Arguments<'antirectifyRows'> = [
      wasm.address(x),
      wasm.address(y),
      width,
      attrs.epsilon as number,
    ];
    wasm.parallel('antirectifyRows', args, rows(x), Math.ceil(GRAIN / width));
    return y;
  },
};

/** dx from dy [..., 2n] and x [..., n]. */
const antirectifierGrad: TrainingKernel = {
  name: ANTIRECTIFIER_GRAD,
  run({ inputs, attrs }, wasm) {
    const { dy, x } = inputs as { dy: TensorInfo; x: TensorInfo };
    const width = x.shape.at(-1)!;
    const dx = wasm.output(x.shape);
    const args: Arguments<'antirectifyGradRows'> = [
      wasm.address(dy),
      wasm.address(x),
      wasm.address(dx),
      width,
      attrs.epsilon as number,
    ];
    wasm.parallel('antirectifyGradRows', args, rows(x), Math.ceil(GRAIN / width));
    return dx;
  },
};

function rows({ shape }: TensorInfo): number {
  return shape.at(-1) ? sizeOf(shape.slice(0, -1)) : 0;
}

export const antirectifierKernels: readonly TrainingKernel[] = [antirectifierForward, antirectifierGrad];
