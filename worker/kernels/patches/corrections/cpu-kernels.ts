// Kernels of TensorFlow.js' CPU backend that compute wrongly, put right.
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { replaceKernel } from './replace-kernel';

/** What the CPU backend keeps and makes. */
interface CpuBackend {
  readonly data: { get(id: object): { values: Float32Array } };
  disposeData(id: object): void;
  makeTensorInfo(shape: number[], dtype: string, values: Float32Array): TensorInfo;
}

type Backend = Parameters<KernelFunc>[0]['backend'];

/** Where the CPU backend is registered; returns what undoes it. */
export function correctCpuKernels(): (() => void)[] {
  return [
    replaceKernel('ResizeBilinearGrad', 'cpu', resizeBilinearGrad),
    replaceKernel('ResizeNearestNeighborGrad', 'cpu', () => resizeNearestNeighborGrad),
    replaceKernel('TensorScatterUpdate', 'cpu', tensorScatterUpdate),
  ];
}

/** TensorFlow.js' own swaps height and width of the shape that it gives. */
function resizeBilinearGrad(stock: KernelFunc): KernelFunc {
  return (call) => ({ ...(stock(call) as TensorInfo), shape: call.inputs.images!.shape });
}

/** TensorFlow.js' own reads another picture's dy from the second picture of a batch on. */
const resizeNearestNeighborGrad: KernelFunc = ({ inputs, backend, attrs }) => {
  const { images, dy } = inputs as { images: TensorInfo; dy: TensorInfo };
  const [batch, height, width, depth] = images.shape as [number, number, number, number];
  const [, rows, columns] = dy.shape as [number, number, number];
  const aligned = Boolean((attrs as { alignCorners?: boolean }).alignCorners);
  const values = valuesOf(backend, dy);
  const dx = new Float32Array(batch * height * width * depth);
  for (let b = 0, from = 0; b < batch; b++) {
    for (let row = 0; row < rows; row++) {
      const y = nearest(row, height, rows, aligned);
      for (let column = 0; column < columns; column++, from += depth) {
        const to = ((b * height + y) * width + nearest(column, width, columns, aligned)) * depth;
        for (let d = 0; d < depth; d++) dx[to + d]! += values[from + d]!;
      }
    }
  }
  return made(backend, images.shape, dx);
};

/** The place that a resized place was taken from. */
function nearest(place: number, from: number, to: number, aligned: boolean): number {
  const scale = aligned && to > 1 ? (from - 1) / (to - 1) : from / to;
  return Math.min(from - 1, aligned ? Math.round(place * scale) : Math.floor(place * scale));
}

function valuesOf(backend: Backend, { dataId }: TensorInfo): Float32Array {
  return (backend as CpuBackend).data.get(dataId).values;
}

function made(backend: Backend, shape: number[], values: Float32Array, dtype = 'float32'): TensorInfo {
  return (backend as unknown as CpuBackend).makeTensorInfo(shape, dtype, values);
}

/** TensorFlow.js' own writes into its input. */
function tensorScatterUpdate(stock: KernelFunc): KernelFunc {
  return (call) => {
    const tensor = call.inputs.tensor as TensorInfo;
    const copy = made(call.backend, tensor.shape, valuesOf(call.backend, tensor).slice(), tensor.dtype);
    const result = stock({ ...call, inputs: { ...call.inputs, tensor: copy } });
    (call.backend as unknown as CpuBackend).disposeData(copy.dataId);
    return result;
  };
}
