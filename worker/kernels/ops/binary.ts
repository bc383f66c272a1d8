// Operations of two float tensors, element by element.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Arguments, NamedAfter, TrainingKernel, Wasm } from '../runtime/kernel';
import { broadcastRows, type Rows } from './broadcast';

const GRAIN = 16384; // elements

/**
 * y = f(a, b) by the export binary<name>, over float32 tensors that broadcast by `rows`.
 * @param y may be an operand that has the result's shape
 */
function runBinary(
  wasm: Wasm,
  name: NamedAfter<'binary'>,
  a: TensorInfo,
  b: TensorInfo,
  rows: Rows,
  y = wasm.output(rows.shape),
): TensorInfo {
  if (rows.total === 0) return y;
  const args = [wasm.address(a), wasm.address(b), wasm.address(y), ...rows.layout] as const;
  wasm.parallel(`binary${name}`, args, rows.count, Math.ceil(GRAIN / rows.width));
  return y;
}

/** A binary operation of TensorFlow.js; integers and rare broadcasts are left to the stock kernel. */
function binary(name: NamedAfter<'binary'>): TrainingKernel {
  return {
    name,
    run(call, wasm) {
      const { a, b } = call.inputs as { a: TensorInfo; b: TensorInfo };
      const rows = a.dtype === 'float32' && b.dtype === 'float32' ? broadcastRows(a.shape, b.shape) : null;
      return rows ? runBinary(wasm, name, a, b, rows) : wasm.stock(name, call);
    },
  };
}

/** The sum of any number of tensors of one shape. */
const addN: TrainingKernel = {
  name: 'AddN',
  run(call, wasm) {
    const [first, second, ...others] = call.inputs as unknown as TensorInfo[];
    if (!second || first!.dtype !== 'float32') return wasm.stock('AddN', call);
    const rows = broadcastRows(first!.shape, second.shape)!;
    const sum = runBinary(wasm, 'Add', first!, second, rows);
    for (const next of others) runBinary(wasm, 'Add', sum, next, rows, sum);
    return sum;
  },
};

export const BROADCAST_SCALED = 'BroadcastScaled';

const SPLAT_SCALE = 2; // the second operand is one number

/** x broadcast to attrs.shape, times attrs.scale: the gradient of sums and means. */
const broadcastScaled: TrainingKernel = {
  name: BROADCAST_SCALED,
  run({ inputs, attrs }, wasm) {
    const x = inputs.x!;
    const shape = attrs.shape as number[];
    const scale = attrs.scale as number;
    const rows = broadcastRows(x.shape, shape);
    if (!rows) {
      const scales = wasm.run('Fill', {}, { shape, value: scale, dtype: 'float32' }) as TensorInfo;
      const product = wasm.run('Multiply', { a: x, b: scales });
      wasm.dispose(scales);
      return product;
    }
    const y = wasm.output(shape);
    if (rows.total === 0) return y;
    const [width, total, middle, aOuter, aMiddle, , , splat] = rows.layout;
    wasm.scratch(4, (address) => {
      wasm.words(address, 1)[0] = new Int32Array(Float32Array.of(scale).buffer)[0]!;
      const layout = [width, total, middle, aOuter, aMiddle, 0, 0, splat | SPLAT_SCALE] as const;
      const args: Arguments<'binaryMultiply'> = [wasm.address(x), address, wasm.address(y), ...layout];
      wasm.parallel('binaryMultiply', args, rows.count, Math.ceil(GRAIN / rows.width));
    });
    return y;
  },
};

export const binaryKernels: readonly TrainingKernel[] = [
  binary('Add'),
  binary('Sub'),
  binary('Multiply'),
  binary('RealDiv'),
  binary('Maximum'),
  binary('Minimum'),
  binary('SquaredDifference'),
  addN,
  broadcastScaled,
];
