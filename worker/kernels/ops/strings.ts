// Strings do not lie in the heap. What moves elements about moves their indices instead, and picks the strings
// by them; comparisons and replacements run in TypeScript.
import {
  backend_util,
  broadcast_util,
  type NamedTensorInfoMap,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import type { Run } from '../runtime/border';
import { KernelError } from '../runtime/errors';
import type { TrainingKernel, Wasm } from '../runtime/kernel';
import { sizeOf } from './shape';

/** An int32 tensor of 0, 1, 2 ... from `first` on. */
function indicesOf(wasm: Wasm, shape: readonly number[], first = 0): TensorInfo {
  const indices = wasm.output(shape, 'int32');
  const elements = wasm.elements(indices);
  for (let i = 0; i < elements.length; i++) elements[i] = first + i;
  return indices;
}

/**
 * Runs a kernel that only moves elements about, on the indices of the strings.
 * @param plain inputs that are not moved, and so may not be strings
 */
function byIndices(name: string, plain: readonly string[] = []): Run {
  return ({ inputs, attrs }, wasm) => {
    const strings: Uint8Array[] = [];
    const made: TensorInfo[] = [];
    const map: NamedTensorInfoMap = {};
    for (const key in inputs) {
      const input = inputs[key]!;
      map[key] = input;
      if (input.dtype !== 'string') continue;
      if (plain.includes(key)) throw new KernelError(name, `"${key}" is string.`);
      map[key] = indicesOf(wasm, input.shape, strings.length);
      made.push(map[key]);
      for (const text of wasm.strings(input)) strings.push(text);
    }
    const given = Array.isArray(inputs) ? (Object.values(map) as unknown as NamedTensorInfoMap) : map;
    const result = wasm.run(name, given, attrs);
    const picked = [result].flat().map((indices) => {
      const values = Array.from(wasm.elements(indices), (index) => strings[index]!);
      wasm.dispose(indices);
      return wasm.stringOutput(indices.shape, values);
    });
    for (const tensor of made) wasm.dispose(tensor);
    return Array.isArray(result) ? picked : picked[0]!;
  };
}

/** Strings compare as JavaScript compares them, as on the CPU backend. */
function comparison(holds: (a: string, b: string) => boolean): Run {
  return ({ inputs }, wasm) => {
    const { a, b } = inputs as { a: TensorInfo; b: TensorInfo };
    const shape = broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const [left, right] = [broadcast(wasm, a, shape), broadcast(wasm, b, shape)];
    const y = wasm.output(shape, 'bool');
    const results = wasm.elements(y);
    for (let i = 0; i < results.length; i++) results[i] = Number(holds(left[i]!, right[i]!));
    return y;
  };
}

function broadcast(wasm: Wasm, x: TensorInfo, shape: readonly number[]): string[] {
  const strings = backend_util.fromUint8ToStringArray(wasm.strings(x));
  const zeros = wasm.output(shape, 'int32');
  wasm.elements(zeros).fill(0);
  const indices = indicesOf(wasm, x.shape);
  const spread = wasm.run('Add', { a: indices, b: zeros }) as TensorInfo;
  const values = Array.from(wasm.elements(spread), (index) => strings[index]!);
  for (const tensor of [zeros, indices, spread]) wasm.dispose(tensor);
  return values;
}

const replace: Run = ({ inputs, attrs }, wasm) => {
  const { pattern, rewrite, replaceGlobal } = attrs as Record<string, string>;
  const expression = new RegExp(pattern!, replaceGlobal ? 'g' : '');
  const strings = backend_util.fromUint8ToStringArray(wasm.strings(inputs.x!));
  const values = strings.map((text) => text.replace(expression, rewrite!));
  return wasm.stringOutput(inputs.x!.shape, backend_util.fromStringArrayToUint8(values));
};

const stock =
  (name: string): Run =>
  (call, wasm) =>
    wasm.stock(name, call);

const moves = [
  'Concat',
  'Pack',
  'Slice',
  'StridedSlice',
  'SplitV',
  'Unpack',
  'Tile',
  'Transpose',
  'Reverse',
].concat(['GatherV2', 'GatherNd', 'Select', 'SparseToDense', 'TensorScatterUpdate']);

/** What runs where an input is a string, by the kernels' names. */
export const stringRuns: Readonly<Record<string, Run>> = {
  ...Object.fromEntries(
    moves.map((name) => [name, byIndices(name, ['indices', 'sparseIndices', 'condition'])]),
  ),
  Identity: ({ inputs }, wasm) => wasm.reshaped(inputs.x!, inputs.x!.shape),
  Reshape: stock('Reshape'),
  ExpandDims: stock('ExpandDims'),
  Unique: stock('Unique'),
  StringNGrams: stock('StringNGrams'),
  StringSplit: stock('StringSplit'),
  StringToHashBucketFast: stock('StringToHashBucketFast'),
  StaticRegexReplace: replace,
  Equal: comparison((a, b) => a === b),
  NotEqual: comparison((a, b) => a !== b),
  Less: comparison((a, b) => a < b),
  LessEqual: comparison((a, b) => a <= b),
  Greater: comparison((a, b) => a > b),
  GreaterEqual: comparison((a, b) => a >= b),
};

/** Fill takes no input that would tell its dtype. */
const fill: TrainingKernel = {
  name: 'Fill',
  run(call, wasm) {
    const { shape, value, dtype } = call.attrs as { shape: number[]; value: string | number; dtype?: string };
    if ((dtype ?? util.inferDtype(value)) !== 'string') return wasm.stock('Fill', call);
    const [encoded] = backend_util.fromStringArrayToUint8([`${value}`]) as [Uint8Array];
    return wasm.stringOutput(shape, new Array<Uint8Array>(sizeOf(shape)).fill(encoded));
  },
};

const staticRegexReplace: TrainingKernel = {
  name: 'StaticRegexReplace',
  run() {
    throw new KernelError('StaticRegexReplace', 'takes strings alone.');
  },
};

export const stringKernels: readonly TrainingKernel[] = [fill, staticRegexReplace];
