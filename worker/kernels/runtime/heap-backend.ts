// TensorFlow.js' backend over our heap.
import { BackendWasm } from '@tensorflow/tfjs-backend-wasm/dist/backend_wasm';
import {
  type backend_util,
  type DataType,
  type TensorInfo,
  type TypedArray,
  util,
} from '@tensorflow/tfjs-core';
import { HeapError } from './errors';
import type { Heap } from './heap';

type Values = backend_util.BackendValues;
type DataId = TensorInfo['dataId'];

const MAX_ELEMENTS = 2 ** 31 - 1; // kernels count in signed 32-bit numbers

/**
 * TensorFlow.js' WASM backend with checks where it allocates, and with complex numbers: these lie in the heap
 * as pairs of floats, real part first.
 */
export class HeapBackend extends BackendWasm {
  constructor(private readonly heap: Heap) {
    super(heap.module);
  }

  /** Every tensor comes into being here: what `write` and `makeOutput` make, and what another backend hands over. */
  override move(
    dataId: DataId,
    values: Values | null,
    shape: number[],
    dtype: DataType,
    refCount: number,
  ): void {
    if (dtype === 'string') {
      super.move(dataId, values, shape, dtype, refCount);
      return;
    }
    const bytes = this.bytesFor(shape, dtype);
    try {
      super.move(dataId, typedValues(values, bytes, shape, dtype), shape, dtype, refCount);
    } catch (error) {
      if (error instanceof HeapError) throw new HeapError(bytes, this.heap, { shape, dtype });
      throw error;
    }
    this.heap.tensorBytes += bytes;
  }

  private bytesFor(shape: readonly number[], dtype: DataType): number {
    const size = util.sizeFromShape(shape as number[]);
    if (!shape.every((length) => Number.isInteger(length) && length >= 0)) {
      throw new RangeError(`No tensor can have the shape [${shape}].`);
    }
    const bytes = size * util.bytesPerElement(dtype);
    const free = this.heap.limit - this.heap.tensorBytes;
    if (bytes > free || size > MAX_ELEMENTS) throw new HeapError(bytes, this.heap, { shape, dtype });
    return bytes;
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const data = this.dataIdMap.has(dataId) ? this.dataIdMap.get(dataId) : undefined;
    const released = super.disposeData(dataId, force);
    if (released && data && data.dtype !== 'string') {
      this.heap.tensorBytes -= util.sizeFromShape(data.shape) * util.bytesPerElement(data.dtype);
    }
    return released;
  }

  override makeOutput(shape: number[], dtype: DataType, address?: number, values?: Values): TensorInfo {
    const info = super.makeOutput(shape, dtype, address, values);
    // What the stock module has allocated itself did not pass `move`.
    if (address != null) this.heap.tensorBytes += util.sizeFromShape(shape) * util.bytesPerElement(dtype);
    return info;
  }

  override readSync(dataId: DataId, start?: number, end?: number): Values {
    const { dtype, shape } = this.dataIdMap.get(dataId);
    if (dtype !== 'complex64') return super.readSync(dataId, start, end);
    return this.typedArrayFromHeap({ dataId, shape, dtype }).slice(2 * (start ?? 0), end && 2 * end);
  }

  /** The elements where they lie; of a complex tensor, twice as many floats. Data of another backend moves in first. */
  override typedArrayFromHeap({ dataId, shape, dtype }: TensorInfo): TypedArray {
    const address = this.getMemoryOffset(dataId); // may grow the heap: only now its buffer
    const { buffer } = this.heap.memory;
    const size = util.sizeFromShape(shape);
    if (dtype === 'float32') return new Float32Array(buffer, address, size);
    if (dtype === 'int32') return new Int32Array(buffer, address, size);
    if (dtype === 'bool') return new Uint8Array(buffer, address, size);
    if (dtype === 'complex64') return new Float32Array(buffer, address, 2 * size);
    throw new Error(`A ${dtype} tensor does not lie in the heap.`);
  }
}

const arrays = { float32: Float32Array, complex64: Float32Array, int32: Int32Array, bool: Uint8Array };

/** Backends differ in which arrays they hold integers and bools. */
function typedValues(
  values: Values | null,
  bytes: number,
  shape: readonly number[],
  dtype: Exclude<DataType, 'string'>,
): TypedArray | null {
  if (values == null) return null;
  const array = arrays[dtype];
  const typed = values instanceof array ? values : array.from(values as ArrayLike<number>);
  if (typed.byteLength < bytes) {
    throw new RangeError(`${values.length} values are too few for a ${dtype} tensor [${shape}].`);
  }
  return typed;
}
