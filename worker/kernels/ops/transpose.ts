import type { TrainingKernel } from '../runtime/kernel';
import { copyView, hasWords, stridesOf } from './copy-view';

/** Axes in another order; without a copy where the order of the elements stays the same. */
export const transpose: TrainingKernel = {
  name: 'Transpose',
  run(call, wasm) {
    const x = call.inputs.x!;
    const order = call.attrs.perm as number[];
    const shape = order.map((axis) => x.shape[axis]!);
    const moved = order.filter((axis) => x.shape[axis] !== 1);
    if (moved.every((axis, i) => i === 0 || moved[i - 1]! < axis)) return wasm.reshaped(x, shape);
    if (!hasWords(x)) return wasm.stock('Transpose', call);
    const y = wasm.output(shape, x.dtype);
    const from = stridesOf(x.shape);
    const to = stridesOf(shape);
    const dimensions = order.map((axis, i) => ({ size: shape[i]!, from: from[axis]!, to: to[i]! }));
    if (copyView(wasm, wasm.address(x), wasm.address(y), dimensions)) return y;
    wasm.dispose(y);
    return wasm.stock('Transpose', call);
  },
};
