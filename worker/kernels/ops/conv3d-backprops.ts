import { backend_util, type NamedAttrMap } from '@tensorflow/tfjs-core';
import type { TrainingKernel } from '../runtime/kernel';

// The gradients of a three-dimensional convolution. The stock WASM kernels give wrong numbers: towards the
// input in all but the first rows, towards the filter with strides. Convolutions of volumes are rare, and plain
// TypeScript over the heap serves.

type Shape5D = [number, number, number, number, number];
type Info = ReturnType<typeof backend_util.computeConv3DInfo>;

function infoOf(x: readonly number[], filter: readonly number[], { strides, pad }: NamedAttrMap): Info {
  return backend_util.computeConv3DInfo(
    x as Shape5D,
    filter as Shape5D,
    strides as number,
    1,
    pad as 'same' | 'valid',
  );
}

/** Calls `visit` with the first elements of the input's, the filter's and the output's channels that meet. */
function forEachTap(info: Info, visit: (x: number, filter: number, y: number) => void): void {
  const { batchSize, inDepth, inHeight, inWidth, inChannels, outDepth, outHeight, outWidth, outChannels } =
    info;
  const { filterDepth, filterHeight, filterWidth, padInfo } = info;
  let y = 0;
  for (let b = 0; b < batchSize; b++) {
    for (let od = 0; od < outDepth; od++) {
      for (let oh = 0; oh < outHeight; oh++) {
        for (let ow = 0; ow < outWidth; ow++, y += outChannels) visitWindow(b, od, oh, ow);
      }
    }
  }

  function visitWindow(b: number, od: number, oh: number, ow: number): void {
    for (let kd = 0; kd < filterDepth; kd++) {
      const d = od * info.strideDepth - padInfo.front + kd;
      if (d < 0 || d >= inDepth) continue;
      for (let kh = 0; kh < filterHeight; kh++) {
        const h = oh * info.strideHeight - padInfo.top + kh;
        if (h < 0 || h >= inHeight) continue;
        for (let kw = 0; kw < filterWidth; kw++) {
          const w = ow * info.strideWidth - padInfo.left + kw;
          if (w < 0 || w >= inWidth) continue;
          const x = ((b * inDepth + d) * inHeight + h) * inWidth + w;
          const filter = (kd * filterHeight + kh) * filterWidth + kw;
          visit(x * inChannels, filter * inChannels * outChannels, y);
        }
      }
    }
  }
}

const backpropInput: TrainingKernel = {
  name: 'Conv3DBackpropInputV2',
  run({ inputs, attrs }, wasm) {
    const info = infoOf(attrs.inputShape as number[], inputs.filter!.shape, attrs);
    const result = wasm.output(info.inShape);
    const dy = wasm.elements(inputs.dy!);
    const filter = wasm.elements(inputs.filter!);
    const dx = wasm.elements(result).fill(0);
    forEachTap(info, (x, k, y) => {
      for (let c = 0; c < info.inChannels; c++) {
        let sum = 0;
        for (let o = 0; o < info.outChannels; o++) sum += dy[y + o]! * filter[k + c * info.outChannels + o]!;
        dx[x + c]! += sum;
      }
    });
    return result;
  },
};

const backpropFilter: TrainingKernel = {
  name: 'Conv3DBackpropFilterV2',
  run({ inputs, attrs }, wasm) {
    const info = infoOf(inputs.x!.shape, attrs.filterShape as number[], attrs);
    const result = wasm.output(info.filterShape);
    const x = wasm.elements(inputs.x!);
    const dy = wasm.elements(inputs.dy!);
    const dw = wasm.elements(result).fill(0);
    forEachTap(info, (from, k, y) => {
      for (let c = 0; c < info.inChannels; c++) {
        const input = x[from + c]!;
        for (let o = 0; o < info.outChannels; o++) dw[k + c * info.outChannels + o]! += input * dy[y + o]!;
      }
    });
    return result;
  },
};

export const conv3dKernels: readonly TrainingKernel[] = [backpropInput, backpropFilter];
