// Kernels of TensorFlow.js' CPU backend that compute wrongly, put right.
import {
  backend_util,
  getKernel,
  type KernelConfig,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';

/** What the CPU backend keeps and makes. */
interface CpuBackend {
  readonly data: { get(id: object): { values: Float32Array } };
  makeTensorInfo(shape: number[], dtype: string, values: Float32Array): TensorInfo;
}

type Backend = Parameters<KernelFunc>[0]['backend'];

/** Where the CPU backend is registered; returns what undoes it. */
export function correctCpuKernels(): (() => void)[] {
  return [
    replaceKernel('ResizeBilinearGrad', resizeBilinearGrad),
    replaceKernel('ResizeNearestNeighborGrad', () => resizeNearestNeighborGrad),
    replaceKernel('MaxPool3DGrad', () => maxPool3dGrad),
  ];
}

function replaceKernel(kernelName: string, make: (stock: KernelFunc) => KernelFunc): () => void {
  const stock = getKernel(kernelName, 'cpu') as KernelConfig | undefined;
  if (!stock) return () => {};
  unregisterKernel(kernelName, 'cpu');
  registerKernel({ ...stock, kernelFunc: make(stock.kernelFunc) });
  return () => {
    unregisterKernel(kernelName, 'cpu');
    registerKernel(stock);
  };
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

/** TensorFlow.js' own counts places in a window by its height where it needs its width. */
const maxPool3dGrad: KernelFunc = ({ inputs, backend, attrs }) => {
  const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as Record<string, never>;
  const shape = input.shape as [number, number, number, number, number];
  const info = backend_util.computePool3DInfo(shape, filterSize!, strides!, 1, pad!, dimRoundingMode);
  const [x, values] = [valuesOf(backend, input), valuesOf(backend, dy)];
  const dx = new Float32Array(x.length);
  const [, depth, height, width, channels] = shape;
  const at = (batch: number, z: number, y: number, column: number) =>
    (((batch * depth + z) * height + y) * width + column) * channels;
  let from = 0;
  for (let batch = 0; batch < info.batchSize; batch++) {
    for (let outZ = 0; outZ < info.outDepth; outZ++) {
      const [startZ, endZ] = window(outZ, info.strideDepth, info.padInfo.front, info.filterDepth, depth);
      for (let outY = 0; outY < info.outHeight; outY++) {
        const [startY, endY] = window(outY, info.strideHeight, info.padInfo.top, info.filterHeight, height);
        for (let outX = 0; outX < info.outWidth; outX++) {
          const [startX, endX] = window(outX, info.strideWidth, info.padInfo.left, info.filterWidth, width);
          for (let channel = 0; channel < channels; channel++) {
            let largest = -1;
            for (let z = startZ; z < endZ; z++) {
              for (let y = startY; y < endY; y++) {
                for (let column = startX; column < endX; column++) {
                  const place = at(batch, z, y, column) + channel;
                  if (largest < 0 || x[place]! >= x[largest]!) largest = place;
                }
              }
            }
            if (largest >= 0) dx[largest]! += values[from]!;
            from++;
          }
        }
      }
    }
  }
  return made(backend, input.shape, dx);
};

function window(
  place: number,
  stride: number,
  padding: number,
  size: number,
  length: number,
): [number, number] {
  const start = place * stride - padding;
  return [Math.max(0, start), Math.min(length, start + size)];
}

function valuesOf(backend: Backend, { dataId }: TensorInfo): Float32Array {
  return (backend as CpuBackend).data.get(dataId).values;
}

function made(backend: Backend, shape: number[], values: Float32Array): TensorInfo {
  return (backend as CpuBackend).makeTensorInfo(shape, 'float32', values);
}
