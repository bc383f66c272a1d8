import { backend_util, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core';
import type { KernelCall, TrainingKernel, Wasm } from '../runtime/kernel';

// The stock WASM kernels take no maximum below zero (their search starts at the least positive float), and
// their gradients follow. Dilation is rare: plain TypeScript over the heap serves.

/** For each output the largest x + filter in its window, the first of equals: indices into y, x and filter. */
function forEachMaximum(
  { inputs, attrs }: KernelCall,
  wasm: Wasm,
  visit: (y: number, x: number, filter: number, value: number) => void,
): void {
  const x = wasm.elements(inputs.x!);
  const filter = wasm.elements(inputs.filter!);
  const info = infoOf(inputs.x!, inputs.filter!, attrs);
  const { inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = info;
  let y = 0;
  for (let b = 0; b < info.batchSize; b++) {
    for (let oh = 0; oh < outHeight; oh++) {
      const top = oh * info.strideHeight - padInfo.top;
      for (let ow = 0; ow < outWidth; ow++) {
        const left = ow * info.strideWidth - padInfo.left;
        for (let c = 0; c < inChannels; c++, y++) {
          let [largest, atX, atFilter] = [Number.NEGATIVE_INFINITY, -1, -1];
          for (let kh = 0; kh < info.filterHeight; kh++) {
            const h = top + kh * info.dilationHeight;
            if (h < 0 || h >= inHeight) continue;
            for (let kw = 0; kw < info.filterWidth; kw++) {
              const w = left + kw * info.dilationWidth;
              if (w < 0 || w >= inWidth) continue;
              const xIndex = ((b * inHeight + h) * inWidth + w) * inChannels + c;
              const filterIndex = (kh * info.filterWidth + kw) * inChannels + c;
              const value = x[xIndex]! + filter[filterIndex]!;
              if (value > largest) [largest, atX, atFilter] = [value, xIndex, filterIndex];
            }
          }
          visit(y, atX, atFilter, largest);
        }
      }
    }
  }
}

function infoOf(x: TensorInfo, filter: TensorInfo, { strides, pad, dilations }: NamedAttrMap) {
  return backend_util.computeDilation2DInfo(
    x.shape as [number, number, number, number],
    filter.shape as [number, number, number],
    strides as number,
    pad as 'same' | 'valid' | number,
    'NHWC',
    dilations as number,
  );
}

const dilation2d: TrainingKernel = {
  name: 'Dilation2D',
  run(call, wasm) {
    const y = wasm.output(
      infoOf(call.inputs.x!, call.inputs.filter!, call.attrs).outShape,
      call.inputs.x!.dtype,
    );
    const values = wasm.elements(y);
    forEachMaximum(call, wasm, (index, _x, _filter, value) => {
      values[index] = value;
    });
    return y;
  },
};

/** Each dy goes to where its maximum came from. */
function backprop(name: string, of: 'x' | 'filter'): TrainingKernel {
  return {
    name,
    run(call, wasm) {
      const dy = call.inputs.dy!;
      const gradient = wasm.output(call.inputs[of]!.shape, dy.dtype);
      const from = wasm.elements(dy);
      const to = wasm.elements(gradient).fill(0);
      forEachMaximum(call, wasm, (index, x, filter) => {
        const at = of === 'x' ? x : filter;
        if (at >= 0) to[at]! += from[index]!;
      });
      return gradient;
    },
  };
}

export const dilation2dKernels: readonly TrainingKernel[] = [
  dilation2d,
  backprop('Dilation2DBackpropInput', 'x'),
  backprop('Dilation2DBackpropFilter', 'filter'),
];
