import { backend_util, slice_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainingKernel, Wasm } from '../runtime/kernel';
import { copyView, hasWords, stridesOf } from './copy-view';

/** A part of a tensor; null where it is for the stock kernel, which copies the whole tensor out of the heap. */
function sliceOf(
  wasm: Wasm,
  x: TensorInfo,
  begin: readonly number[],
  size: readonly number[],
  shape = size,
): TensorInfo | null {
  if (!hasWords(x)) return null;
  const y = wasm.output(shape, x.dtype);
  const from = stridesOf(x.shape);
  const to = stridesOf(size);
  const offset = begin.reduce((sum, start, axis) => sum + start * from[axis]!, 0);
  const dimensions = size.map((length, axis) => ({ size: length, from: from[axis]!, to: to[axis]! }));
  if (copyView(wasm, wasm.address(x) + 4 * offset, wasm.address(y), dimensions)) return y;
  wasm.dispose(y);
  return null;
}

export const slice: TrainingKernel = {
  name: 'Slice',
  run(call, wasm) {
    const x = call.inputs.x!;
    const [begin, size] = slice_util.parseSliceParams(
      x,
      call.attrs.begin as number[],
      call.attrs.size as number[],
    ) as [number[], number[]];
    return sliceOf(wasm, x, begin, size) ?? wasm.stock('Slice', call);
  },
};

/** The parts of x along an axis, of the given lengths, in the given shapes; null for the stock kernel. */
function partsOf(
  wasm: Wasm,
  x: TensorInfo,
  axis: number,
  lengths: readonly number[],
  shapeOf: (length: number) => number[],
): TensorInfo[] | null {
  const begin = x.shape.map(() => 0);
  const parts: TensorInfo[] = [];
  for (const length of lengths) {
    const part = sliceOf(wasm, x, begin, resized(x.shape, axis, length), shapeOf(length));
    if (!part) {
      for (const made of parts) wasm.dispose(made);
      return null;
    }
    parts.push(part);
    begin[axis]! += length;
  }
  return parts;
}

function resized(shape: readonly number[], axis: number, size: number): number[] {
  return shape.map((length, i) => (i === axis ? size : length));
}

export const splitV: TrainingKernel = {
  name: 'SplitV',
  run(call, wasm) {
    const x = call.inputs.x!;
    const axis = util.parseAxisParam(call.attrs.axis as number, x.shape)[0]!;
    const lengths = backend_util.prepareSplitSize(x as never, call.attrs.numOrSizeSplits as number, axis);
    const parts = partsOf(wasm, x, axis, lengths, (length) => resized(x.shape, axis, length));
    return parts ?? wasm.stock('SplitV', call);
  },
};

export const unpack: TrainingKernel = {
  name: 'Unpack',
  run(call, wasm) {
    const value = call.inputs.value!;
    const axis = util.parseAxisParam(call.attrs.axis as number, value.shape)[0]!;
    const lengths = new Array<number>(value.shape[axis]!).fill(1);
    const parts = partsOf(wasm, value, axis, lengths, () => value.shape.filter((_, i) => i !== axis));
    return parts ?? wasm.stock('Unpack', call);
  },
};
