// Whether two backends agree on a kernel's outputs.
import type { Call } from './recipe';

export interface Output {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: ArrayLike<number> | readonly string[];
}

/** Where the CPU backend is wrong, or has another dtype than TensorFlow: those calls have no counterpart. */
const CPU_DIFFERS: Readonly<Record<string, (call: Call) => boolean>> = {
  // Of nothing, all are true.
  All: ({ inputs }) => Object.values(inputs).some(({ shape }) => shape.includes(0)),
  // Takes a window that meets no pixel for one whose first tap does.
  Dilation2D: ({ attrs }) => Number(attrs.dilations) > 2,
  Dilation2DBackpropFilter: ({ attrs }) => Number(attrs.dilations) > 2,
  Dilation2DBackpropInput: ({ attrs }) => Number(attrs.dilations) > 2,
  // Leaves the dilations out.
  DepthwiseConv2dNativeBackpropFilter: ({ attrs }) => attrs.dilations !== 1,
  DepthwiseConv2dNativeBackpropInput: ({ attrs }) => attrs.dilations !== 1,
  // Takes the condition's index for the element's, where a condition is for a row.
  Select: ({ inputs }) => new Set(Object.values(inputs).map(({ shape }) => shape.length)).size > 1,
  // The first tensor's dtype, whatever the others hold.
  Concat: ({ inputs }) => new Set(Object.values(inputs).map(({ dtype }) => dtype)).size > 1,
  // Counts on where it should mark.
  DenseBincount: ({ attrs }) => attrs.binaryOutput === true,
  // int32, of floats too.
  FloorDiv: () => true,
  // Height and width exchanged.
  ResizeBilinearGrad: () => true,
  // The second image and those behind it are wrong, and with aligned corners of one pixel it comes to no end.
  ResizeNearestNeighborGrad: ({ inputs, attrs }) =>
    Object.values(inputs).some(({ shape }) => shape[0] !== 1 || (attrs.alignCorners && shape.includes(1, 1))),
  // Broadcasts the numbers of matrices, not their shapes.
  BatchMatMul: ({ inputs }) => new Set(Object.values(inputs).map(({ shape }) => shape.length)).size > 1,
  Transform: ({ inputs }) => Object.values(inputs).some(({ shape }) => shape.length === 4 && shape[0] !== 1),
  // float32, of integers too.
  UnsortedSegmentSum: ({ inputs }) => Object.values(inputs).every(({ dtype }) => dtype === 'int32'),
};

export function hasReference(kernel: string, call: Call): boolean {
  return !CPU_DIFFERS[kernel]?.(call);
}

/** Random outputs, whose shapes and dtypes alone can agree. */
const RANDOM = new Set(['Multinomial']);
const TOLERANCE = 2e-3;

/** What differs, in words; undefined where they agree. */
export function differences(kernel: string, actual: Output[], expected: Output[]): string | undefined {
  if (actual.length !== expected.length) return `${actual.length} outputs, not ${expected.length}`;
  for (const [i, reference] of expected.entries()) {
    const output = actual[i]!;
    if (`${output.shape}` !== `${reference.shape}`)
      return `shape [${output.shape}], not [${reference.shape}]`;
    if (output.dtype !== reference.dtype) return `dtype ${output.dtype}, not ${reference.dtype}`;
    if (output.values.length !== reference.values.length)
      return `${output.values.length} values, not ${reference.values.length}`;
    if (RANDOM.has(kernel)) continue;
    const at = firstDifference(output.values, reference.values);
    if (at >= 0)
      return `value ${at} of ${output.values.length} is ${output.values[at]}, not ${reference.values[at]}`;
  }
  return undefined;
}

function firstDifference(actual: Output['values'], expected: Output['values']): number {
  let scale = 1;
  for (let i = 0; i < expected.length; i++) {
    const value = Math.abs(Number(expected[i]));
    if (Number.isFinite(value)) scale = Math.max(scale, value);
  }
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [actual[i]!, expected[i]!];
    if (a === b || (Number.isNaN(a) && Number.isNaN(b))) continue;
    if (typeof a === 'string' || typeof b === 'string') return i;
    if (!(Math.abs(a - b) <= TOLERANCE * scale)) return i;
  }
  return -1;
}
