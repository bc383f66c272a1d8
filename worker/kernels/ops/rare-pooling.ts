// Largest values with their places, and where they lie in windows of volumes. The stock kernels find none below zero (their
// search starts at the least positive float). They are rare: plain TypeScript over the heap serves.
import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainingKernel } from '../runtime/kernel';

type Shape4D = [number, number, number, number];
type Shape5D = [number, number, number, number, number];

interface Attributes {
  filterSize: number;
  strides: number;
  pad: 'same' | 'valid' | number;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  includeBatchInIndex?: boolean;
}

/** One dimension that a window walks along. */
interface Walk {
  readonly length: number;
  readonly places: number;
  readonly stride: number;
  readonly pad: number;
  readonly taps: number;
}

/** For each place of the window, in order, and each channel: the index of the largest value, -1 where there is none. */
function forEachWindow(
  x: ArrayLike<number>,
  batch: number,
  [depth, height, width]: readonly [Walk, Walk, Walk],
  channels: number,
  visit: (index: number) => void,
): void {
  const range = ({ stride, pad, taps, length }: Walk, place: number): [number, number] => {
    const start = place * stride - pad;
    return [Math.max(0, start), Math.min(length, start + taps)];
  };
  for (let b = 0; b < batch; b++) {
    for (let od = 0; od < depth.places; od++) {
      const [d0, d1] = range(depth, od);
      for (let oh = 0; oh < height.places; oh++) {
        const [h0, h1] = range(height, oh);
        for (let ow = 0; ow < width.places; ow++) {
          const [w0, w1] = range(width, ow);
          for (let c = 0; c < channels; c++) {
            let [largest, at] = [Number.NEGATIVE_INFINITY, -1];
            for (let d = d0; d < d1; d++) {
              for (let h = h0; h < h1; h++) {
                for (let w = w0; w < w1; w++) {
                  const row = ((b * depth.length + d) * height.length + h) * width.length + w;
                  const index = row * channels + c;
                  if (x[index]! > largest) [largest, at] = [x[index]!, index]; // never NaN
                }
              }
            }
            visit(at);
          }
        }
      }
    }
  }
}

const flat: Walk = { length: 1, places: 1, stride: 1, pad: 0, taps: 1 };

/** How a window walks over volumes to as many places as `out` says: [depth, height, width]. */
function volumeWalks(shape: readonly number[], attrs: object, out: readonly number[]) {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as Attributes;
  const volumes = shape as Shape5D;
  const info = backend_util.computePool3DInfo(volumes, filterSize, strides, 1, pad, dimRoundingMode);
  const { padInfo } = info;
  const [depth, height, width] = out;
  const walks = [
    walk(info.inDepth, depth!, info.strideDepth, padInfo.front, info.filterDepth),
    walk(info.inHeight, height!, info.strideHeight, padInfo.top, info.filterHeight),
    walk(info.inWidth, width!, info.strideWidth, padInfo.left, info.filterWidth),
  ] as const;
  return { info, walks };
}

/** dy goes to each window's first largest value. */
const maxPool3DGrad: TrainingKernel = {
  name: 'MaxPool3DGrad',
  run({ inputs, attrs }, wasm) {
    const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
    const { info, walks } = volumeWalks(input.shape, attrs, dy.shape.slice(1, 4));
    const dx = wasm.output(input.shape);
    const [from, x, to] = [dy, input, dx].map((tensor) => wasm.elements(tensor));
    to!.fill(0);
    let place = 0;
    forEachWindow(x!, info.batchSize, walks, info.inChannels, (index) => {
      if (index >= 0) to![index]! += from![place]!;
      place++;
    });
    return dx;
  },
};

const maxPoolWithArgmax: TrainingKernel = {
  name: 'MaxPoolWithArgmax',
  run({ inputs, attrs }, wasm) {
    const { filterSize, strides, pad, includeBatchInIndex } = attrs as unknown as Attributes;
    const shape = inputs.x!.shape as Shape4D;
    const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad);
    const walks = [
      flat,
      walk(info.inHeight, info.outHeight, info.strideHeight, info.padInfo.top, info.filterHeight),
      walk(info.inWidth, info.outWidth, info.strideWidth, info.padInfo.left, info.filterWidth),
    ] as const;
    const [y, places] = [wasm.output(info.outShape), wasm.output(info.outShape, 'int32')];
    const [from, to, at] = [inputs.x!, y, places].map((tensor) => wasm.elements(tensor));
    const image = shape[1] * shape[2] * shape[3];
    let place = 0;
    forEachWindow(from!, info.batchSize, walks, info.inChannels, (index) => {
      to![place] = index < 0 ? Number.NEGATIVE_INFINITY : from![index]!;
      at![place++] = includeBatchInIndex || index < 0 ? index : index % image;
    });
    return [y, places];
  },
};

function walk(length: number, places: number, stride: number, pad: number, taps: number): Walk {
  return { length, places, stride, pad, taps };
}

export const rarePoolingKernels: readonly TrainingKernel[] = [maxPool3DGrad, maxPoolWithArgmax];
