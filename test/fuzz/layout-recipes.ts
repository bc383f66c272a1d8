// Calls of kernels that move elements about, pick them, or count them.
import type { Random } from '../kernels/random';
import {
  axes,
  axis,
  bools,
  broadcastable,
  type Draft,
  draft,
  floats,
  ints,
  numbers,
  type Recipe,
  shape,
  shuffled,
  sizeOf,
} from './recipe';

const complex = (random: Random, lengths: readonly number[]) =>
  draft(lengths, 'complex64', () => Math.fround(random.uniform(-2, 2)));
const strings = (random: Random, lengths: readonly number[]) =>
  draft(lengths, 'string', () => random.integer(0, 9));
/** Of any dtype. */
const anything = (random: Random, lengths: readonly number[]) =>
  random.chance(0.8) ? numbers(random, lengths) : random.pick([complex, strings])(random, lengths);

const atLeast =
  (rank: number, most = 5) =>
  (random: Random) =>
    shape(random, random.integer(rank, most));
const paddings = (random: Random, rank: number, most: number) =>
  Array.from({ length: rank }, () => [random.integer(0, most), random.integer(0, most)]);

const slice: Recipe = (random) => {
  const x = anything(random, atLeast(1)(random));
  const begin = x.shape.map((length) => random.integer(0, length));
  const size = x.shape.map((length, i) => random.integer(0, length - begin[i]!));
  return { inputs: { x }, attrs: { begin, size } };
};

const stridedSlice: Recipe = (random) => {
  const x = anything(random, atLeast(1, 4)(random));
  const begin = x.shape.map((length) => random.integer(-length, length));
  const end = x.shape.map((length) => random.integer(-length, length));
  const strides = x.shape.map(() => random.pick([1, 1, 2, -1, 3]));
  const mask = () => (random.chance(0.3) ? random.integer(0, 2 ** x.shape.length - 1) : 0);
  const masks = { beginMask: mask(), endMask: mask(), ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };
  return { inputs: { x }, attrs: { begin, end, strides, ...masks } };
};

const concat: Recipe = (random) => {
  const lengths = atLeast(1, 4)(random);
  const at = axis(random, lengths.length);
  const draw = random.chance(0.8) ? floats : anything;
  const first = draw(random, lengths);
  const others = Array.from({ length: random.integer(0, 3) }, () => {
    const other = lengths.map((length, i) => (i === at ? random.integer(0, 9) : length));
    return like(random, first, other);
  });
  return { inputs: [first, ...others], attrs: { axis: at } };
};

/** Another tensor of the same dtype. */
function like(random: Random, { dtype }: Draft, lengths: readonly number[]): Draft {
  return { float32: floats, int32: ints, bool: bools, complex64: complex, string: strings }[dtype](
    random,
    lengths,
  );
}

const gather: Recipe = (random) => {
  const x = anything(random, atLeast(1, 4)(random));
  const at = axis(random, x.shape.length);
  const length = x.shape[at]!;
  const indices =
    length === 0 ? ints(random, [0]) : ints(random, shape(random, random.integer(0, 2)), 0, length - 1);
  return { inputs: { x, indices }, attrs: { axis: at, batchDims: 0 } };
};

/** Indices into the first dimensions of a shape: [count, depth]. */
function places(random: Random, lengths: readonly number[], count: number, depth: number): Draft {
  return draft([count, depth], 'int32', (i) => random.integer(0, Math.max(0, lengths[i % depth]! - 1)));
}

function target(random: Random): { lengths: number[]; depth: number; count: number; rest: number[] } {
  const lengths = atLeast(1, 3)(random).map((length) => Math.max(1, Math.min(length, 9)));
  const depth = random.integer(1, lengths.length);
  return { lengths, depth, count: random.integer(1, 5), rest: lengths.slice(depth) };
}

const blocks: Recipe = (random) => {
  const blockShape = [random.integer(1, 3), random.integer(1, 3)];
  const [h, w] = [random.integer(1, 4), random.integer(1, 4)];
  const batch = random.integer(1, 2) * blockShape[0]! * blockShape[1]!;
  const x = floats(random, [batch, h, w, random.integer(1, 3)]);
  const crops = blockShape.map((block, i) => [random.integer(0, Math.min(1, [h, w][i]! * block - 1)), 0]);
  return { inputs: { x }, attrs: { blockShape, crops } };
};

const intoBatch: Recipe = (random) => {
  const blockShape = [random.integer(1, 3), random.integer(1, 3)];
  const padding = blockShape.map(() => [random.integer(0, 2), 0]);
  const sides = blockShape.map((block, i) => Math.max(1, block * random.integer(1, 3) - padding[i]![0]!));
  const fitted = padding.map(([before], i) => [
    before!,
    (blockShape[i]! - ((sides[i]! + before!) % blockShape[i]!)) % blockShape[i]!,
  ]);
  return { inputs: { x: floats(random, [2, ...sides, 2]) }, attrs: { blockShape, paddings: fitted } };
};

export const layoutRecipes: Record<string, Recipe> = {
  Slice: slice,
  StridedSlice: stridedSlice,
  Concat: concat,
  GatherV2: gather,
  BatchToSpaceND: blocks,
  SpaceToBatchND: intoBatch,
  Pack: (random) => {
    const first = anything(random, shape(random));
    const others = Array.from({ length: random.integer(0, 3) }, () => like(random, first, first.shape));
    return { inputs: [first, ...others], attrs: { axis: random.integer(0, first.shape.length) } };
  },
  Unpack: (random) => {
    const value = anything(random, atLeast(1, 4)(random));
    return { inputs: { value }, attrs: { axis: axis(random, value.shape.length) } };
  },
  SplitV: (random) => {
    const x = anything(random, atLeast(1, 4)(random));
    const at = axis(random, x.shape.length);
    const cut = random.integer(0, x.shape[at]!);
    return { inputs: { x }, attrs: { numOrSizeSplits: [cut, x.shape[at]! - cut], axis: at } };
  },
  Tile: (random) => {
    const x = anything(random, atLeast(1, 5)(random));
    const most = sizeOf(x.shape) > 5000 ? 1 : 3;
    return { inputs: { x }, attrs: { reps: x.shape.map(() => random.integer(0, most)) } };
  },
  Transpose: (random) => {
    const x = anything(random, atLeast(1, 6)(random));
    return {
      inputs: { x },
      attrs: {
        perm: shuffled(
          random,
          x.shape.map((_, i) => i),
        ),
      },
    };
  },
  Reverse: (random) => {
    const x = anything(random, atLeast(1, 4)(random));
    return { inputs: { x }, attrs: { dims: axes(random, x.shape.length) } };
  },
  Reshape: (random) => {
    const x = anything(random, shape(random));
    const lengths = shuffled(random, [...x.shape, ...(random.chance(0.3) ? [1] : [])]);
    return { inputs: { x }, attrs: { shape: random.chance(0.3) ? [sizeOf(x.shape)] : lengths } };
  },
  ExpandDims: (random) => {
    const input = anything(random, shape(random));
    return { inputs: { input }, attrs: { dim: random.integer(0, input.shape.length) } };
  },
  PadV2: (random) => {
    const x = numbers(random, atLeast(1, 5)(random));
    return {
      inputs: { x },
      attrs: { paddings: paddings(random, x.shape.length, 2), constantValue: random.integer(0, 1) },
    };
  },
  MirrorPad: (random) => {
    const x = floats(
      random,
      atLeast(1, 4)(random).map((length) => Math.max(3, Math.min(length, 8))),
    );
    return {
      inputs: { x },
      attrs: { paddings: paddings(random, x.shape.length, 2), mode: random.pick(['reflect', 'symmetric']) },
    };
  },
  DepthToSpace: (random) => {
    const blockSize = random.integer(2, 3);
    const x = floats(random, [random.integer(1, 2), 2, 3, blockSize ** 2 * random.integer(1, 2)]);
    return { inputs: { x }, attrs: { blockSize, dataFormat: 'NHWC' } };
  },
  GatherNd: (random) => {
    const { lengths, depth, count } = target(random);
    return {
      inputs: { params: numbers(random, lengths), indices: places(random, lengths, count, depth) },
      attrs: {},
    };
  },
  ScatterNd: (random) => {
    const { lengths, depth, count, rest } = target(random);
    return {
      inputs: { indices: places(random, lengths, count, depth), updates: floats(random, [count, ...rest]) },
      attrs: { shape: lengths },
    };
  },
  TensorScatterUpdate: (random) => {
    const { lengths, depth, rest } = target(random);
    return {
      inputs: {
        tensor: floats(random, lengths),
        indices: places(random, lengths, 1, depth),
        updates: floats(random, [1, ...rest]),
      },
      attrs: {},
    };
  },
  SparseToDense: (random) => {
    const length = random.integer(2, 20);
    const count = random.integer(1, length);
    const places = shuffled(
      random,
      Array.from({ length }, (_, i) => i),
    ).slice(0, count);
    return {
      inputs: {
        sparseIndices: draft([count], 'int32', (i) => places[i]!),
        sparseValues: floats(random, [count]),
        defaultValue: floats(random, []),
      },
      attrs: { outputShape: [length] },
    };
  },
  OneHot: (random) => ({
    inputs: { indices: ints(random, shape(random, random.integer(0, 3)), -1, 6) },
    attrs: { depth: random.integer(1, 6), onValue: 1, offValue: 0, dtype: random.pick(['float32', 'int32']) },
  }),
  Select: (random) => {
    const lengths = atLeast(1, 4)(random);
    const t = numbers(random, lengths);
    return { inputs: { condition: bools(random, lengths), t, e: like(random, t, lengths) }, attrs: {} };
  },
  Fill: (random) => ({
    inputs: {},
    attrs: { shape: shape(random), value: random.integer(-3, 3), dtype: random.pick(['float32', 'int32']) },
  }),
  Range: (random) => ({
    inputs: {},
    attrs: {
      start: random.integer(-9, 9),
      stop: random.integer(-9, 9),
      step: random.pick([1, 2, -1, -3]),
      dtype: 'float32',
    },
  }),
  LinSpace: (random) => ({
    inputs: {},
    attrs: { start: 0, stop: random.integer(1, 9), num: random.integer(1, 50) },
  }),
  Diag: (random) => ({ inputs: { x: numbers(random, [random.integer(0, 40)]) }, attrs: {} }),
  TopK: (random) => {
    const x = floats(
      random,
      atLeast(1, 3)(random).map((length) => Math.max(1, length)),
    );
    return { inputs: { x }, attrs: { k: random.integer(0, x.shape.at(-1)!), sorted: true } };
  },
  Unique: (random) => ({ inputs: { x: ints(random, [random.integer(1, 40)]) }, attrs: { axis: 0 } }),
  BroadcastArgs: (random) => {
    const lengths = atLeast(1, 4)(random);
    const other = broadcastable(random, lengths);
    return {
      inputs: {
        s0: draft([lengths.length], 'int32', (i) => lengths[i]!),
        s1: draft([other.length], 'int32', (i) => other[i]!),
      },
      attrs: {},
    };
  },
  Bincount: (random) => {
    const length = random.integer(0, 30);
    return {
      inputs: {
        x: ints(random, [length], 0, 12),
        weights: floats(random, [random.chance(0.5) ? length : 0]),
      },
      attrs: { size: random.integer(0, 12) },
    };
  },
  DenseBincount: (random) => {
    const lengths = shape(random, random.integer(1, 2));
    return {
      inputs: {
        x: ints(random, lengths, 0, 12),
        weights: floats(random, random.chance(0.5) ? lengths : [0]),
      },
      attrs: { size: random.integer(0, 12), binaryOutput: random.chance(0.3) },
    };
  },
  SearchSorted: (random) => {
    const batch = random.integer(1, 3);
    const width = random.integer(1, 12);
    return {
      inputs: {
        sortedSequence: draft([batch, width], 'float32', (i) => i % width),
        values: floats(random, [batch, random.integer(1, 6)], -1, 13),
      },
      attrs: { side: random.pick(['left', 'right']) },
    };
  },
  UnsortedSegmentSum: (random) => {
    const x = random.chance(0.6)
      ? floats(random, atLeast(1, 3)(random))
      : ints(random, atLeast(1, 3)(random));
    const numSegments = random.integer(1, 6);
    return {
      inputs: { x, segmentIds: ints(random, [x.shape[0]!], 0, numSegments - 1) },
      attrs: { numSegments },
    };
  },
  SparseSegmentSum: (random) => segments(random),
  SparseSegmentMean: (random) => segments(random),
  SparseReshape: (random) => ({
    inputs: {
      inputIndices: places(random, [4, 6], random.integer(1, 5), 2),
      inputShape: draft([2], 'int32', (i) => [4, 6][i]!),
      newShape: draft([2], 'int32', (i) => [8, 3][i]!),
    },
    attrs: {},
  }),
  SparseFillEmptyRows: (random) => {
    const count = random.integer(1, 5);
    const rows = Array.from({ length: count }, () => random.integer(0, 4)).sort();
    return {
      inputs: {
        indices: draft([count, 2], 'int32', (i) => (i % 2 ? random.integer(0, 5) : rows[i / 2]!)),
        values: floats(random, [count]),
        denseShape: draft([2], 'int32', (i) => [5, 6][i]!),
        defaultValue: floats(random, []),
      },
      attrs: {},
    };
  },
};

function segments(random: Random) {
  const rows = random.integer(1, 6);
  const count = random.integer(1, 8);
  const ids = Array.from({ length: count }, () => random.integer(0, 3)).sort();
  return {
    inputs: {
      data: floats(random, [rows, random.integer(1, 9)]),
      indices: ints(random, [count], 0, rows - 1),
      segmentIds: draft([count], 'int32', (i) => ids[i]!),
    },
    attrs: {},
  };
}
