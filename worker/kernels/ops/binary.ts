import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainingKernel, Wasm } from '../runtime/kernel';
import { broadcastRows, type Rows } from './broadcast';

const GRAIN = 16384; // elements

/**
 * y = f(a, b) by the export binary<name>, over float32 tensors that broadcast by `rows`.
 * @param y may be an operand that has the result's shape
 */
export function runBinary(
  wasm: Wasm,
  name: string,
  a: TensorInfo,
  b: TensorInfo,
  rows: Rows,
  y = wasm.output(rows.shape),
): TensorInfo {
  if (rows.total === 0) return y;
  const args = [wasm.address(a), wasm.address(b), wasm.address(y), ...rows.layout];
  wasm.parallel(`binary${name}`, args, rows.count, Math.ceil(GRAIN / rows.width));
  return y;
}

/** A binary operation of TensorFlow.js; integers and rare broadcasts are left to the stock kernel. */
function binary(name: string): TrainingKernel {
  return {
    name,
    run(call, wasm) {
      const { a, b } = call.inputs as { a: TensorInfo; b: TensorInfo };
      const rows = a.dtype === 'float32' && b.dtype === 'float32' ? broadcastRows(a.shape, b.shape) : null;
      return rows ? runBinary(wasm, name, a, b, rows) : wasm.stock(name, call);
    },
  };
}

export const binaryKernels: readonly TrainingKernel[] = [
  binary('Add'),
  binary('Sub'),
  binary('Multiply'),
  binary('RealDiv'),
  binary('Maximum'),
  binary('Minimum'),
  binary('SquaredDifference'),
];
