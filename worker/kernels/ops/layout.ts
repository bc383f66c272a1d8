// Operations that move elements and compute nothing: concat, slice, split, tile, transpose, clone.
import { backend_util, slice_util, type TensorInfo, upcastType, util } from '@tensorflow/tfjs-core';
import type { KernelCall, TrainingKernel, Wasm } from '../runtime/kernel';
import { copyView, hasWords } from './copy-view';
import { sizeOf, stridesOf } from './shape';

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

/** Tensors of several dtypes become ones of the dtype that holds them all. */
function upcast(name: string, { inputs, attrs }: KernelCall, wasm: Wasm): TensorInfo | TensorInfo[] {
  const tensors = inputs as unknown as TensorInfo[];
  const dtype = tensors.map((tensor) => tensor.dtype).reduce((a, b) => upcastType(a, b));
  const cast = tensors.map((x) => wasm.run('Cast', { x }, { dtype }) as TensorInfo);
  const y = wasm.run(name, cast as never, attrs);
  for (const tensor of cast) wasm.dispose(tensor);
  return y;
}

const concat: TrainingKernel = {
  name: 'Concat',
  run(call, wasm) {
    const tensors = call.inputs as unknown as TensorInfo[];
    const [first] = tensors as [TensorInfo];
    if (tensors.some(({ dtype }) => dtype !== first.dtype)) return upcast('Concat', call, wasm);
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
const pack: TrainingKernel = {
  name: 'Pack',
  run(call, wasm) {
    const tensors = call.inputs as unknown as TensorInfo[];
    const [first] = tensors as [TensorInfo];
    const alike = tensors.every(({ shape }) => util.arraysEqual(shape, first.shape));
    if (!alike || !hasWords(first)) return wasm.stock('Pack', call);
    const shape = [...first.shape];
    const axis = util.parseAxisParam(call.attrs.axis as number, [...shape, 0])[0]!;
    shape.splice(axis, 0, tensors.length);
    return join(wasm, tensors, sizeOf(shape.slice(0, axis)), shape);
  },
};

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

const slice: TrainingKernel = {
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

const splitV: TrainingKernel = {
  name: 'SplitV',
  run(call, wasm) {
    const x = call.inputs.x!;
    const axis = util.parseAxisParam(call.attrs.axis as number, x.shape)[0]!;
    const lengths = backend_util.prepareSplitSize(x as never, call.attrs.numOrSizeSplits as number, axis);
    const parts = partsOf(wasm, x, axis, lengths, (length) => resized(x.shape, axis, length));
    return parts ?? wasm.stock('SplitV', call);
  },
};

const unpack: TrainingKernel = {
  name: 'Unpack',
  run(call, wasm) {
    const value = call.inputs.value!;
    const axis = util.parseAxisParam(call.attrs.axis as number, value.shape)[0]!;
    const lengths = new Array<number>(value.shape[axis]!).fill(1);
    const parts = partsOf(wasm, value, axis, lengths, () => value.shape.filter((_, i) => i !== axis));
    return parts ?? wasm.stock('Unpack', call);
  },
};

/** A tensor repeated along its axes. */
const tile: TrainingKernel = {
  name: 'Tile',
  run(call, wasm) {
    const x = call.inputs.x!;
    const reps = call.attrs.reps as number[];
    if (!hasWords(x)) return wasm.stock('Tile', call);
    const y = wasm.output(
      x.shape.map((size, axis) => size * reps[axis]!),
      x.dtype,
    );
    const from = stridesOf(x.shape);
    const to = stridesOf(y.shape);
    const dimensions = x.shape.flatMap((size, axis) => [
      { size: reps[axis]!, from: 0, to: size * to[axis]! },
      { size, from: from[axis]!, to: to[axis]! },
    ]);
    if (copyView(wasm, wasm.address(x), wasm.address(y), dimensions)) return y;
    wasm.dispose(y);
    return wasm.stock('Tile', call);
  },
};

/** Axes in another order; without a copy where the order of the elements stays the same. */
const transpose: TrainingKernel = {
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

/** A clone shares its data. The stock kernel copies it, and a gradient clones every tensor that it saves. */
const identity: TrainingKernel = {
  name: 'Identity',
  run(call, wasm) {
    const x = call.inputs.x!;
    if (x.dtype === 'string') return wasm.stock('Identity', call);
    return wasm.reshaped(x, x.shape);
  },
};

/** What the stock kernel does, but for bools: it writes four bytes for each. */
const reverse: TrainingKernel = {
  name: 'Reverse',
  run(call, wasm) {
    const x = call.inputs.x!;
    if (x.dtype !== 'bool') return wasm.stock('Reverse', call);
    const words = wasm.run('Cast', { x }, { dtype: 'int32' }) as TensorInfo;
    const reversed = wasm.stock('Reverse', { ...call, inputs: { x: words } }) as TensorInfo;
    const y = wasm.run('Cast', { x: reversed }, { dtype: 'bool' });
    wasm.dispose(words);
    wasm.dispose(reversed);
    return y;
  },
};

/** The stock kernel gives floats, whatever it is given, and throws where nothing is left. */
const stridedSlice: TrainingKernel = {
  name: 'StridedSlice',
  run(call, wasm) {
    const x = call.inputs.x!;
    const { begin, end, strides, ...masks } = call.attrs as Record<string, number[]>;
    const { beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = masks as unknown as Masks;
    const part = slice_util.sliceInfo(
      x.shape,
      begin!,
      end!,
      strides!,
      ...[beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask],
    );
    if (x.dtype === 'float32' && sizeOf(part.finalShapeSparse) > 0) return wasm.stock('StridedSlice', call);
    const y = wasm.output(part.finalShape, x.dtype);
    const [from, to] = [wasm.elements(x), wasm.elements(y)];
    const steps = stridesOf(x.shape);
    const places = stridesOf(part.finalShapeSparse);
    for (let i = 0; i < to.length; i++) {
      let at = 0;
      for (const [axis, place] of places.entries()) {
        const index = Math.floor(i / place) % part.finalShapeSparse[axis]!;
        at += (part.begin[axis]! + index * part.strides[axis]!) * steps[axis]!;
      }
      to[i] = from[at]!;
    }
    return y;
  },
};

type Masks = Record<'beginMask' | 'endMask' | 'ellipsisMask' | 'newAxisMask' | 'shrinkAxisMask', number>;

export const layoutKernels: readonly TrainingKernel[] = [
  concat,
  pack,
  reverse,
  slice,
  splitV,
  stridedSlice,
  unpack,
  tile,
  transpose,
  identity,
];
