import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainingKernel, Wasm } from '../runtime/kernel';
import { copyView, hasWords } from './copy-view';
import { sizeOf } from './size';

/** Puts tensors side by side: `rows` rows of each, one after the other. */
function join(
  wasm: Wasm,
  tensors: readonly TensorInfo[],
  rows: number,
  shape: readonly number[],
): TensorInfo {
  const y = wasm.output(shape, tensors[0]!.dtype);
  const to = rows === 0 ? 0 : sizeOf(shape) / rows;
  let offset = 0;
  for (const tensor of tensors) {
    const width = rows === 0 ? 0 : sizeOf(tensor.shape) / rows;
    copyView(wasm, wasm.address(tensor), wasm.address(y) + 4 * offset, [
      { size: rows, from: width, to },
      { size: width, from: 1, to: 1 },
    ]);
    offset += width;
  }
  return y;
}

export const concat: TrainingKernel = {
  name: 'Concat',
  run(call, wasm) {
    const tensors = call.inputs as unknown as TensorInfo[];
    const [first] = tensors as [TensorInfo];
    if (tensors.length === 1 || !hasWords(first)) return wasm.stock('Concat', call);
    const axis = util.parseAxisParam(call.attrs.axis as number, first.shape)[0]!;
    const shapes = tensors.map(({ shape }) => shape);
    backend_util.assertParamsConsistent(shapes, axis);
    return join(
      wasm,
      tensors,
      sizeOf(first.shape.slice(0, axis)),
      backend_util.computeOutShape(shapes, axis),
    );
  },
};

/** Stacks tensors of one shape along a new axis. */
export const pack: TrainingKernel = {
  name: 'Pack',
  run(call, wasm) {
    const tensors = call.inputs as unknown as TensorInfo[];
    const [first] = tensors as [TensorInfo];
    const alike = tensors.every(
      ({ shape, dtype }) => dtype === first.dtype && util.arraysEqual(shape, first.shape),
    );
    if (!alike || !hasWords(first)) return wasm.stock('Pack', call);
    const shape = [...first.shape];
    const axis = util.parseAxisParam(call.attrs.axis as number, [...shape, 0])[0]!;
    shape.splice(axis, 0, tensors.length);
    return join(wasm, tensors, sizeOf(shape.slice(0, axis)), shape);
  },
};
