import { broadcast_util, type TensorInfo } from '@tensorflow/tfjs-core';

/** A tensor read as a stack of matrices; all strides in elements, 0 where it is broadcast. */
export interface Strided {
  readonly tensor: TensorInfo;
  /** One stride for each batch dimension of the result. */
  readonly batch: readonly number[];
  readonly row: number;
  readonly column: number;
}

/** An operand of a matrix multiplication whose batch dimensions are broadcast to `outer`. */
export function operand(tensor: TensorInfo, outer: readonly number[], transposed: boolean): Strided {
  const rank = tensor.shape.length;
  const rows = tensor.shape[rank - 2]!;
  const columns = tensor.shape[rank - 1]!;
  const batch = broadcastStrides(tensor.shape.slice(0, -2), outer).map((stride) => stride * rows * columns);
  return transposed ? { tensor, batch, row: 1, column: columns } : { tensor, batch, row: columns, column: 1 };
}

/**
 * A bias or PReLU slope that is broadcast to the result's shape.
 * Throws an Error when it does not fit that shape.
 */
export function addend(tensor: TensorInfo, shape: readonly number[]): Strided {
  const whole = broadcast_util.assertAndGetBroadcastShape(shape as number[], tensor.shape);
  if (`${whole}` !== `${shape}`) throw new Error(`[${tensor.shape}] cannot be broadcast to [${shape}].`);
  const strides = broadcastStrides(tensor.shape, shape);
  const rank = shape.length;
  return { tensor, batch: strides.slice(0, -2), row: strides[rank - 2]!, column: strides[rank - 1]! };
}

/** Element strides of a contiguous `shape` over the dimensions of `target`, to which it is broadcast. */
export function broadcastStrides(shape: readonly number[], target: readonly number[]): number[] {
  const strides = new Array<number>(target.length).fill(0);
  const missing = target.length - shape.length;
  let stride = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    if (shape[i] !== 1) strides[missing + i] = stride;
    stride *= shape[i]!;
  }
  return strides;
}
