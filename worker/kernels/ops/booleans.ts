// Comparisons, logic, choices by a condition, and casts to and from bool.
import { type DataType, type TensorInfo, upcastType, util } from '@tensorflow/tfjs-core';
import type { Arguments, TrainingKernel } from '../runtime/kernel';
import { withoutImaginary } from './complex';
import { hasWords } from './copy-view';
import { sizeOf } from './shape';

const GRAIN = 16384; // elements

/** How a comparison comes from the three that are compiled: with the operands exchanged, or negated. */
interface Comparison {
  of: 'Greater' | 'GreaterEqual' | 'Equal';
  exchanged?: boolean;
  negated?: boolean;
}

const SPLAT_LEFT = 1;
const SPLAT_RIGHT = 2;

/** Which operand is one number for all of the other's; null where they broadcast in another way. */
function splatOf({ shape: left }: TensorInfo, { shape: right }: TensorInfo): number | null {
  if (util.arraysEqual(left, right)) return 0;
  if (right.length <= left.length && sizeOf(right) === 1) return SPLAT_RIGHT;
  if (left.length <= right.length && sizeOf(left) === 1) return SPLAT_LEFT;
  return null;
}

/** A comparison of float32 tensors of one shape, or with one number; others are left to the stock kernel. */
function comparison(name: string, { of, exchanged = false, negated = false }: Comparison): TrainingKernel {
  return {
    name,
    run(call, wasm) {
      const { a, b } = call.inputs as { a: TensorInfo; b: TensorInfo };
      const [left, right] = exchanged ? [b, a] : [a, b];
      const splat = splatOf(left, right);
      if (a.dtype !== 'float32' || b.dtype !== 'float32' || splat === null) return wasm.stock(name, call);
      const y = wasm.output(splat & SPLAT_LEFT ? right.shape : left.shape, 'bool');
      const args: Arguments<'logic'> = [
        wasm.address(left),
        wasm.address(right),
        wasm.address(y),
        splat,
        Number(negated),
      ];
      wasm.parallel(`compare${of}`, args, sizeOf(y.shape), GRAIN);
      return y;
    },
  };
}

/** A logical operation of two bool tensors of one shape. */
function logical(name: string, all: boolean): TrainingKernel {
  return {
    name,
    run(call, wasm) {
      const { a, b } = call.inputs as { a: TensorInfo; b: TensorInfo };
      if (!util.arraysEqual(a.shape, b.shape)) return wasm.stock(name, call);
      const y = wasm.output(a.shape, 'bool');
      const args: Arguments<'logic'> = [wasm.address(a), wasm.address(b), wasm.address(y), Number(all), 0];
      wasm.parallel('logic', args, sizeOf(a.shape), GRAIN);
      return y;
    },
  };
}

const logicalNot: TrainingKernel = {
  name: 'LogicalNot',
  run(call, wasm) {
    const x = call.inputs.x!;
    const y = wasm.output(x.shape, 'bool');
    const args = [wasm.address(x), wasm.address(x), wasm.address(y), 1, 1] as const;
    wasm.parallel('logic', args, sizeOf(x.shape), GRAIN);
    return y;
  },
};

/** The exports that convert; the rest is left to the stock kernel. */
const conversions: Readonly<Record<string, 'floatsOfBools' | 'boolsOfFloats'>> = {
  'bool float32': 'floatsOfBools',
  'float32 bool': 'boolsOfFloats',
};

/** Cast; to the tensor's own type without a copy. To bool, everything but 0 is true. */
const cast: TrainingKernel = {
  name: 'Cast',
  run(call, wasm) {
    const x = call.inputs.x!;
    const dtype = call.attrs.dtype as DataType;
    if (x.dtype === dtype) return wasm.reshaped(x, x.shape);
    if (dtype === 'complex64') return withoutImaginary(wasm, x);
    const conversion = conversions[`${x.dtype} ${dtype}`];
    if (!conversion && dtype !== 'bool') return wasm.stock('Cast', call);
    const y = wasm.output(x.shape, dtype);
    if (!conversion) {
      // The stock kernel would keep an integer's lowest byte.
      wasm.elements(y).set(wasm.elements(x).map((value) => Number(value !== 0)));
      return y;
    }
    wasm.parallel(conversion, [wasm.address(x), wasm.address(y)], sizeOf(x.shape), GRAIN);
    return y;
  },
};

/** condition ? t : e, of any dtypes, by rows or by elements; the usual ones by a compiled loop. */
const select: TrainingKernel = {
  name: 'Select',
  run(call, wasm) {
    const { condition, t, e } = call.inputs as { condition: TensorInfo; t: TensorInfo; e: TensorInfo };
    const dtype = upcastType(t.dtype, e.dtype);
    const y = wasm.output(t.shape, dtype);
    if (!util.arraysEqual(condition.shape, t.shape) || !hasWords(y) || t.dtype !== e.dtype) {
      const [chosen, left, right, to] = [condition, t, e, y].map((tensor) => wasm.elements(tensor));
      const width = to!.length / Math.max(1, chosen!.length); // a condition for each row, or for each element
      for (let i = 0; i < to!.length; i++) to![i] = (chosen![Math.floor(i / width)] ? left : right)![i]!;
      return y;
    }
    const args = [wasm.address(condition), wasm.address(t), wasm.address(e), wasm.address(y)] as const;
    wasm.parallel('selectWords', args, sizeOf(t.shape), GRAIN);
    return y;
  },
};

export const booleanKernels: readonly TrainingKernel[] = [
  comparison('Greater', { of: 'Greater' }),
  comparison('GreaterEqual', { of: 'GreaterEqual' }),
  comparison('Less', { of: 'Greater', exchanged: true }),
  comparison('LessEqual', { of: 'GreaterEqual', exchanged: true }),
  comparison('Equal', { of: 'Equal' }),
  comparison('NotEqual', { of: 'Equal', negated: true }),
  logical('LogicalAnd', true),
  logical('LogicalOr', false),
  logicalNot,
  cast,
  select,
];
