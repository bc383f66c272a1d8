import { slice_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Contract } from '../../runtime/border';
import type { Wasm } from '../../runtime/kernel';
import { sizeOf } from '../shape';
import {
  all,
  dimensions,
  dtypes,
  expect,
  floats,
  forEachDimension,
  pairs,
  rank,
  sameDtype,
  sameShape,
  shaped,
  wholeNumbers,
} from './checks';

const ints = (...keys: string[]) => dtypes(['int32'], ...keys);

/** Rows of indices, [..., depth], each into the first `depth` dimensions of `shape`. */
function indexRows(wasm: Wasm, name: string, indices: TensorInfo, shape: readonly number[]): number[] {
  const depth = indices.shape.at(-1) ?? 1;
  expect(
    indices.shape.length > 0 && depth <= shape.length,
    name,
    () => `indices [${indices.shape}] are of more dimensions than [${shape}] has.`,
  );
  const values = wasm.elements(indices);
  for (let i = 0; i < values.length; i++) {
    const [index, length] = [values[i]!, shape[i % depth]!];
    expect(index >= 0 && index < length, name, () => {
      const row = values.slice(i - (i % depth), i - (i % depth) + depth);
      return `Invalid indices: ${row} does not index into ${shape}`;
    });
  }
  return [...indices.shape.slice(0, -1), ...shape.slice(depth)];
}

const segments = all(
  dtypes(['float32', 'int32'], 'data'),
  ints('indices', 'segmentIds'),
  rank('indices', 1),
  sameShape('indices', 'segmentIds'),
  ({ inputs }, name) => expect(inputs.data!.shape.length > 0, name, () => 'data is a scalar.'),
);

/** Blocks of pixels that become images of their own, or the other way round. */
const blocks: Contract = ({ inputs, attrs }, name) => {
  const { blockShape, crops, paddings } = attrs as Record<string, number[]>;
  const [batch, ...sides] = inputs.x!.shape as [number, ...number[]];
  const borders = (crops ?? paddings) as unknown as number[][];
  const fits =
    borders.length === blockShape!.length &&
    sides.length >= blockShape!.length &&
    blockShape!.every((block, i) => {
      const [before, after] = borders[i] as [number, number];
      return crops ? before + after <= sides[i]! * block : (sides[i]! + before + after) % block === 0;
    });
  const whole = !crops || batch % blockShape!.reduce((a, b) => a * b, 1) === 0;
  expect(
    fits && whole,
    name,
    () => `x [${inputs.x!.shape}] does not go with blocks [${blockShape}] and ${JSON.stringify(borders)}.`,
  );
};

/** A list of indices is one of rows of one each. */
function asRows(indices: TensorInfo): TensorInfo {
  const { dataId, dtype, shape } = indices;
  return shape.length > 1 ? indices : { dataId, dtype, shape: [...shape, 1] };
}

const table: Record<string, Contract> = {
  Slice: ({ inputs, attrs }) => {
    const { begin, size } = attrs as { begin: number[]; size: number[] };
    const [start, lengths] = slice_util.parseSliceParams(inputs.x!, begin, size) as [number[], number[]];
    slice_util.assertParamsValid(inputs.x! as never, start, lengths);
  },
  StridedSlice: ({ attrs }, name) => {
    const { begin, end, strides } = attrs as Record<string, number[]>;
    const alike = begin!.length === end!.length && end!.length === strides!.length;
    expect(
      alike && !strides!.includes(0),
      name,
      () => `begin [${begin}], end [${end}], strides [${strides}].`,
    );
  },
  Pack: all(sameDtype(), sameShape()),
  Unpack: dimensions('value', 'axis'),
  BatchToSpaceND: all(wholeNumbers('blockShape'), pairs('crops'), blocks),
  SpaceToBatchND: all(wholeNumbers('blockShape'), pairs('paddings'), blocks),
  SplitV: all(dimensions('x', 'axis'), wholeNumbers('numOrSizeSplits', -1)),
  Tile: all(forEachDimension('x', 'reps'), wholeNumbers('reps', 0)),
  Transpose: all(forEachDimension('x', 'perm'), dimensions('x', 'perm', { negative: false })),
  Reverse: dimensions('x', 'dims'),
  PadV2: all(forEachDimension('x', 'paddings'), pairs('paddings'), ({ inputs, attrs }, name) => {
    const value = attrs.constantValue as number;
    const fits = inputs.x!.dtype !== 'bool' || value === 0 || value === 1;
    expect(fits, name, () => `bools are padded with ${value}; allowed are 0 and 1.`);
  }),
  MirrorPad: all(forEachDimension('x', 'paddings'), pairs('paddings'), ({ inputs, attrs }, name) => {
    const { shape } = inputs.x!;
    const most = shape.map((length) => length - (attrs.mode === 'reflect' ? 1 : 0));
    const pairs = attrs.paddings as unknown as number[][];
    const fine = pairs.every((pair, i) => pair.every((padding) => padding <= most[i]!));
    expect(fine, name, () => `paddings ${JSON.stringify(pairs)} reach beyond x [${shape}].`);
  }),
  DepthToSpace: all(floats(), rank('x', 4), wholeNumbers('blockSize', 2)),
  GatherV2: all(dimensions('x', 'axis'), ints('indices')),
  GatherNd: all(ints('indices'), ({ inputs }, name, wasm) => {
    indexRows(wasm, name, inputs.indices!, inputs.params!.shape);
  }),
  ScatterNd: all(ints('indices'), wholeNumbers('shape', 0), (call, name, wasm) => {
    const rows = asRows(call.inputs.indices!);
    shaped(call, name, 'updates', indexRows(wasm, name, rows, call.attrs.shape as number[]));
  }),
  TensorScatterUpdate: all(ints('indices'), sameDtype('tensor', 'updates'), (call, name, wasm) => {
    const { tensor, indices } = call.inputs as Record<string, TensorInfo>;
    shaped(call, name, 'updates', indexRows(wasm, name, asRows(indices!), tensor!.shape));
  }),
  SparseToDense: all(
    ints('sparseIndices'),
    rank('sparseIndices', 0, 1, 2),
    rank('defaultValue', 0),
    sameDtype('sparseValues', 'defaultValue'),
    wholeNumbers('outputShape', 0),
    ({ inputs, attrs }, name, wasm) => {
      const { sparseIndices, sparseValues } = inputs as Record<string, TensorInfo>;
      const rows = asRows(sparseIndices!);
      indexRows(wasm, name, rows, attrs.outputShape as number[]);
      const [count, values] = [rows.shape.length === 1 ? 1 : rows.shape[0]!, sizeOf(sparseValues!.shape)];
      const fits = sparseValues!.shape.length === 0 || values === count;
      expect(fits, name, () => `${values} values for ${count} indices.`);
    },
  ),
  SparseFillEmptyRows: all(
    ints('indices', 'denseShape'),
    rank('indices', 2),
    rank('values', 1),
    rank('denseShape', 1),
    rank('defaultValue', 0),
    sameDtype('values', 'defaultValue'),
    ({ inputs }, name) => {
      const { indices, values, denseShape } = inputs as Record<string, TensorInfo>;
      const [count, depth] = indices!.shape as [number, number];
      const fine = count === values!.shape[0] && depth > 0 && depth === denseShape!.shape[0];
      expect(
        fine,
        name,
        () =>
          `indices [${indices!.shape}] for ${values!.shape[0]} values of ${denseShape!.shape[0]} dimensions.`,
      );
    },
  ),
  SparseReshape: all(
    ints(),
    rank('inputIndices', 2),
    rank('inputShape', 1),
    rank('newShape', 1),
    ({ inputs }, name, wasm) => {
      const { inputIndices, inputShape } = inputs as Record<string, TensorInfo>;
      const [count, depth] = inputIndices!.shape as [number, number];
      const dense = Array.from(wasm.elements(inputShape!));
      expect(depth === dense.length, name, () => `indices of ${depth} dimensions into [${dense}].`);
      if (count > 0) indexRows(wasm, name, inputIndices!, dense);
    },
  ),
  SparseSegmentSum: segments,
  SparseSegmentMean: segments,
  SearchSorted: all(
    sameDtype('sortedSequence', 'values'),
    rank('sortedSequence', 2),
    rank('values', 2),
    ({ inputs }, name) => {
      const [a, b] = [inputs.sortedSequence!.shape[0], inputs.values!.shape[0]];
      expect(a === b, name, () => `${a} sequences for ${b} rows of values.`);
    },
  ),
  Select: ({ inputs }, name) => {
    const { condition, t, e } = inputs as Record<string, TensorInfo>;
    const alike = `${t!.shape}` === `${e!.shape}`;
    const rows = condition!.shape.length === 1 && condition!.shape[0] === t!.shape[0];
    expect(
      alike && (rows || `${condition!.shape}` === `${t!.shape}`),
      name,
      () => `the condition is [${condition!.shape}], the branches are [${t!.shape}] and [${e!.shape}].`,
    );
    expect(condition!.dtype === 'bool', name, () => `the condition is ${condition!.dtype}; it must be bool.`);
  },
  UnsortedSegmentSum: all(
    dtypes(['float32', 'int32'], 'x'),
    ints('segmentIds'),
    rank('segmentIds', 1),
    wholeNumbers('numSegments'),
  ),
  RaggedRange: all(dtypes(['float32', 'int32']), sameDtype()),
  Bincount: all(ints('x'), wholeNumbers('size', 0)),
  DenseBincount: all(ints('x'), rank('x', 1, 2), wholeNumbers('size', 0)),
  OneHot: all(ints('indices'), wholeNumbers('depth', 0)),
  NonMaxSuppressionV3: boxes(),
  NonMaxSuppressionV4: boxes(),
  NonMaxSuppressionV5: boxes(),
};

function boxes(): Contract {
  return all(floats(), rank('scores', 1), wholeNumbers('maxOutputSize', 0), (call, name) => {
    shaped(call, name, 'boxes', [call.inputs.scores!.shape[0]!, 4]);
  });
}

export const layoutContracts: Readonly<Record<string, Contract>> = table;
