// Gradients of operations that have kernels and, in TensorFlow.js, no gradient.
import {
  add,
  cast,
  concat,
  div,
  gather,
  gatherND,
  less,
  mul,
  ones,
  range,
  reshape,
  reverse,
  scatterND,
  slice_util,
  split,
  stack,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  tensor1d,
  tensorScatterUpdate,
  transpose,
  unsortedSegmentSum,
  util,
  zeros,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { runKernel } from '../override';
import { type NamedGradients, nothing, replaceGradient } from './replace-gradient';

export function addMissingGradients(): (() => void)[] {
  return [
    ...scatterGradients(),
    topK(),
    stridedSliceGradient(),
    depthToSpaceGradient(),
    diag(),
    cumprod(),
    flipLeftRight(),
    segmentMean(),
    segmentSum(),
    resize('ResizeBilinearGrad', 'ResizeBilinear'),
    resize('ResizeNearestNeighborGrad', 'ResizeNearestNeighbor'),
    eluGrad(),
    ...ofOnePart(),
  ];
}

const sizeOf = (shape: readonly number[]) => util.sizeFromShape(shape as number[]);

/** Sums `updates` into zeros of `shape`, at flat places. */
function scatterFlat(places: Tensor, updates: Tensor, shape: number[]): Tensor {
  const count = updates.size;
  const flat = scatterND(reshape(places, [count, 1]), reshape(updates, [count]), [sizeOf(shape)]);
  return reshape(flat, shape);
}

function scatterGradients(): (() => void)[] {
  return [
    replaceGradient({
      kernelName: 'GatherNd',
      inputsToSave: ['params', 'indices'],
      gradFunc: (dy, [params, indices]) => ({
        params: () => scatterRows(indices!, dy as Tensor, params!.shape),
        indices: nothing(indices!),
      }),
    }),
    replaceGradient({
      kernelName: 'ScatterNd',
      inputsToSave: ['indices', 'updates'],
      gradFunc: (dy, [indices, updates]) => ({
        indices: nothing(indices!),
        updates: () => reshape(gatherND(dy as Tensor, indices!), updates!.shape),
      }),
    }),
    replaceGradient({
      kernelName: 'TensorScatterUpdate',
      inputsToSave: ['indices', 'updates'],
      gradFunc: (dy, [indices, updates]) => ({
        tensor: () => tensorScatterUpdate(dy as Tensor, indices!, zerosLike(updates!)),
        indices: nothing(indices!),
        updates: () => reshape(gatherND(dy as Tensor, indices!), updates!.shape),
      }),
    }),
    replaceGradient({
      kernelName: 'SparseToDense',
      inputsToSave: ['sparseIndices', 'sparseValues', 'defaultValue'],
      gradFunc: (gradient, [indices, values, fallback]) => {
        const dy = gradient as Tensor;
        const rows = indices!.rank === 2 ? indices! : reshape(indices!, [-1, 1]);
        const picked = () => gatherND(dy, rows);
        return {
          sparseIndices: nothing(indices!),
          sparseValues: () => {
            const all = picked();
            return values!.rank === 0 ? sum(all) : reshape(all, values!.shape);
          },
          defaultValue: () => reshape(sub(sum(dy), sum(picked())), fallback!.shape),
        };
      },
    }),
  ];
}

/** `scatterND` that takes indices of any rank. */
function scatterRows(indices: Tensor, updates: Tensor, shape: number[]): Tensor {
  const depth = indices.shape.at(-1)!;
  const rows = indices.size / Math.max(1, depth);
  return scatterND(reshape(indices, [rows, depth]), reshape(updates, [rows, ...shape.slice(depth)]), shape);
}

function topK(): () => void {
  return replaceGradient({
    kernelName: 'TopK',
    inputsToSave: ['x'],
    outputsToSave: [false, true],
    gradFunc: (dy, [x, indices]) => ({
      x: () => {
        const [values] = dy as Tensor[];
        const last = x!.shape.at(-1)!;
        const k = indices!.shape.at(-1)!;
        const rows = x!.size / last;
        const starts = mul(
          reshape(range(0, rows, 1, 'int32'), [rows, 1]),
          reshape(range(last, last + 1, 1, 'int32'), [1, 1]),
        );
        return scatterFlat(add(starts, reshape(indices!, [rows, k])), values!, x!.shape);
      },
    }),
  });
}

interface StridedSliceAttributes {
  readonly begin: number[];
  readonly end: number[];
  readonly strides: number[];
  readonly beginMask?: number;
  readonly endMask?: number;
  readonly ellipsisMask?: number;
  readonly newAxisMask?: number;
  readonly shrinkAxisMask?: number;
}

function stridedSliceGradient(): () => void {
  return replaceGradient({
    kernelName: 'StridedSlice',
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attrs) => ({
      x: () => {
        const { begin, end, strides, ...masks } = attrs as unknown as StridedSliceAttributes;
        const { beginMask = 0, endMask = 0, ellipsisMask = 0, newAxisMask = 0, shrinkAxisMask = 0 } = masks;
        const { shape } = x!;
        const info = slice_util.sliceInfo(
          shape,
          begin,
          end,
          strides,
          beginMask,
          endMask,
          ellipsisMask,
          newAxisMask,
          shrinkAxisMask,
        );
        const taken = info.begin.map((first, i) =>
          Math.max(0, Math.ceil((info.end[i]! - first) / info.strides[i]!)),
        );
        const places = placesOf(x!.shape, taken, info.begin, info.strides);
        return scatterFlat(tensor1d(places, 'int32'), dy as Tensor, x!.shape);
      },
    }),
  });
}

/** Where a slice's elements lie in what it was taken from. */
function placesOf(shape: number[], taken: number[], begin: number[], strides: number[]): Int32Array {
  const steps = util.computeStrides(shape).concat(1);
  const count = sizeOf(taken);
  return Int32Array.from({ length: count }, (_, flat) => {
    let place = 0;
    for (let axis = shape.length - 1, rest = flat; axis >= 0; axis--) {
      const at = rest % taken[axis]!;
      rest = (rest - at) / taken[axis]!;
      place += (begin[axis]! + at * strides[axis]!) * steps[axis]!;
    }
    return place;
  });
}

function depthToSpaceGradient(): () => void {
  return replaceGradient({
    kernelName: 'DepthToSpace',
    inputsToSave: ['x'],
    gradFunc: (dy, [x], { blockSize, dataFormat }) => ({
      x: () => {
        const last = dataFormat === 'NHWC';
        const block = blockSize as number;
        const [batch, height, width, depth] = last
          ? (x!.shape as [number, number, number, number])
          : ([x!.shape[0]!, x!.shape[2]!, x!.shape[3]!, x!.shape[1]!] as const);
        const channels = depth! / (block * block);
        const ordered = last ? (dy as Tensor) : transpose(dy as Tensor, [0, 2, 3, 1]);
        const blocks = reshape(ordered, [batch! * height!, block, width!, block * channels]);
        const deep = reshape(transpose(blocks, [0, 2, 1, 3]), [batch!, height!, width!, depth!]);
        return last ? deep : transpose(deep, [0, 3, 1, 2]);
      },
    }),
  });
}

function diag(): () => void {
  return replaceGradient({
    kernelName: 'Diag',
    inputsToSave: ['x'],
    gradFunc: (dy, [x]) => ({
      x: () => {
        const { size, shape } = x!;
        const places = reshape(mul(range(0, size, 1, 'int32'), range(size + 1, size + 2, 1, 'int32')), [
          size,
          1,
        ]);
        return reshape(gatherND(reshape(dy as Tensor, [size * size]), places), shape);
      },
    }),
  });
}

/** Step by step, as quotients would fail at zeros. */
function cumprod(): () => void {
  return replaceGradient({
    kernelName: 'Cumprod',
    inputsToSave: ['x'],
    gradFunc: (gradient, [x], { axis, exclusive, reverse: backwards }) => ({
      x: () => {
        const [at] = util.parseAxisParam(axis as number, x!.shape) as [number];
        const turned = (tensor: Tensor) => (backwards ? reverse(tensor, at) : tensor);
        const count = x!.shape[at]!;
        const steps = split(turned(x!), count, at);
        const dys = split(turned(gradient as Tensor), count, at);
        const one = ones(steps[0]!.shape);
        // `later` is the gradient of all products from a step on by the product before it.
        const laters: Tensor[] = [];
        let later: Tensor = zeros(one.shape);
        for (let i = count - 1; i >= 0; i--) {
          if (exclusive) {
            laters[i] = later;
            later = add(mul(later, steps[i]!), dys[i]!);
          } else {
            later = i === count - 1 ? dys[i]! : add(dys[i]!, mul(later, steps[i + 1]!));
            laters[i] = later;
          }
        }
        let product: Tensor = one;
        const slopes = steps.map((step, i) => {
          const slope = mul(laters[i]!, product);
          product = mul(product, step);
          return slope;
        });
        return turned(concat(slopes, at));
      },
    }),
  });
}

function flipLeftRight(): () => void {
  return replaceGradient({
    kernelName: 'FlipLeftRight',
    gradFunc: (dy) => ({ image: () => reverse(dy as Tensor4D, 2) }),
  });
}

function segmentSum(): () => void {
  return replaceGradient({
    kernelName: 'SparseSegmentSum',
    inputsToSave: ['data', 'indices', 'segmentIds'],
    gradFunc: (dy, [data, indices, segments]) => ({
      data: () =>
        unsortedSegmentSum(
          gather(dy as Tensor, segments! as Tensor1D),
          indices! as Tensor1D,
          data!.shape[0]!,
        ),
      indices: nothing(indices!),
      segmentIds: nothing(segments!),
    }),
  });
}

function segmentMean(): () => void {
  return replaceGradient({
    kernelName: 'SparseSegmentMean',
    inputsToSave: ['data', 'indices', 'segmentIds'],
    gradFunc: (gradient, [data, indices, segments]) => ({
      data: () => {
        const dy = gradient as Tensor;
        const ids = segments! as Tensor1D;
        const counts = unsortedSegmentSum(ones(ids.shape), ids, dy.shape[0]!);
        const shares = div(dy, reshape(counts, [dy.shape[0]!, ...dy.shape.slice(1).map(() => 1)]));
        return unsortedSegmentSum(gather(shares, ids), indices! as Tensor1D, data!.shape[0]!);
      },
      indices: nothing(indices!),
      segmentIds: nothing(segments!),
    }),
  });
}

/** A resizing's gradient is linear in dy. */
function resize(kernelName: string, forward: string): () => void {
  return replaceGradient({
    kernelName,
    inputsToSave: ['images', 'dy'],
    gradFunc: (ddx, [images, dy], { alignCorners }) => ({
      dy: () => {
        const [, height, width] = dy!.shape as [number, number, number];
        const attributes = { alignCorners, halfPixelCenters: false, size: [height, width] };
        return runKernel(forward, { images: ddx as Tensor }, attributes as never);
      },
      images: nothing(images!),
    }),
  });
}

/** dx = dy where y > 0, else dy (y + 1). */
function eluGrad(): () => void {
  return replaceGradient({
    kernelName: 'EluGrad',
    inputsToSave: ['dy', 'y'],
    gradFunc: (ddx, [dy, y]) =>
      ({
        dy: () => runKernel('EluGrad', { dy: ddx as Tensor, y: y! }),
        y: () => mul(mul(ddx as Tensor, dy!), cast(less(y!, 0), 'float32')),
      }) as NamedGradients,
  });
}

/** What is taken into one part: TensorFlow.js' own gradients expect a list, and are given its only tensor. */
function ofOnePart(): (() => void)[] {
  return [
    replaceGradient({
      kernelName: 'Unpack',
      gradFunc: (dy, _, { axis }) => ({ value: () => stack([dy].flat() as Tensor[], axis as number) }),
    }),
    replaceGradient({
      kernelName: 'SplitV',
      gradFunc: (dy, _, { axis }) => ({ x: () => concat([dy].flat() as Tensor[], axis as number) }),
    }),
  ];
}
