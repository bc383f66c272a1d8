// What every kernel call passes on its way in, from the engine or from another kernel: all inputs lie in the
// heap, none is larger than its block, the dtypes are ones that the kernel reads, and its contract holds.
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { KernelError } from './errors';
import type { HeapBackend } from './heap-backend';
import type { KernelCall, Wasm } from './kernel';

export type Run = (call: KernelCall, wasm: Wasm) => TensorInfo | TensorInfo[];
/** Throws where inputs and attributes do not fit together; else does nothing. */
export type Contract = (call: KernelCall, name: string, wasm: Wasm) => void;

/** What there is beside a kernel's own function, by the kernels' names. */
export interface Border {
  /** For calls where an input is complex64; they are refused without it. */
  readonly complex: Readonly<Record<string, Run>>;
  /** For calls where an input is a string; likewise. */
  readonly strings: Readonly<Record<string, Run>>;
  readonly contracts: Readonly<Record<string, Contract>>;
}

/** One kernel with what there is beside it. */
interface Operation {
  readonly name: string;
  /** For float32, int32 and bool. */
  readonly run: Run;
  readonly complex?: Run;
  readonly strings?: Run;
  readonly contract?: Contract;
}

export function callOperation(
  operation: Operation,
  call: KernelCall,
  wasm: Wasm,
  backend: HeapBackend,
): TensorInfo | TensorInfo[] {
  const { name, contract } = operation;
  let run: Run | undefined = operation.run;
  let plain = true;
  for (const input in call.inputs) {
    const tensor = call.inputs[input];
    if (tensor == null) continue;
    checkBlock(name, input, tensor, backend);
    if (tensor.dtype !== 'string' && tensor.dtype !== 'complex64') continue;
    plain = false; // what runs for it calls kernels of plain dtypes, with contracts of their own
    run = tensor.dtype === 'string' ? operation.strings : operation.complex;
    if (!run) throw new KernelError(name, `"${input}" is ${tensor.dtype}, which it does not take on wasm.`);
  }
  if (plain) contract?.(call, name, wasm);
  return run(call, wasm);
}

const wordBytes: Readonly<Record<DataType, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  complex64: 8,
  string: 0,
};

/** A tensor of another backend moves in here; its shape and dtype may claim no more than it has. */
function checkBlock(
  kernel: string,
  input: string,
  { dataId, shape, dtype }: TensorInfo,
  backend: HeapBackend,
) {
  const data = backend.dataIdMap.get(dataId);
  if ((data.dtype === 'string') !== (dtype === 'string')) {
    throw new KernelError(kernel, `"${input}" holds ${data.dtype}, not ${dtype}.`);
  }
  const claimed = sizeOf(shape) * wordBytes[dtype];
  const held = sizeOf(data.shape) * wordBytes[data.dtype];
  if (claimed > held) {
    throw new KernelError(
      kernel,
      `"${input}" is said to be ${dtype} [${shape}], ${claimed} bytes, but has ${held} bytes.`,
    );
  }
}

function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}
