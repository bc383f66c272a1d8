// Kernels of TensorFlow.js' WebGPU backend that fail, put right.
import { type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { replaceKernel } from './replace-kernel';

/** Where the WebGPU backend is registered; returns what undoes it. */
export function correctWebgpuKernels(): (() => void)[] {
  return [replaceKernel('Reverse', 'webgpu', reverse)];
}

/** TensorFlow.js' own takes no more than four dimensions: others are turned round one by one, seen as three. */
function reverse(stock: KernelFunc): KernelFunc {
  return (call) => {
    const x = call.inputs.x as TensorInfo;
    if (x.shape.length <= 4) return stock(call);
    const product = (lengths: number[]) => lengths.reduce((a, b) => a * b, 1);
    const [first = 0, ...others] = util.parseAxisParam(
      (call.attrs as { dims: number | number[] }).dims,
      x.shape,
    );
    const turn = (tensor: TensorInfo, axis: number) => {
      const { shape } = x;
      const seen = [product(shape.slice(0, axis)), shape[axis]!, product(shape.slice(axis + 1))];
      return stock({
        ...call,
        inputs: { x: { ...tensor, shape: seen } },
        attrs: { dims: [1] },
      }) as TensorInfo;
    };
    let turned = turn(x, first);
    for (const axis of others) {
      const next = turn(turned, axis);
      (call.backend as unknown as { disposeData(id: object): void }).disposeData(turned.dataId);
      turned = next;
    }
    return { ...turned, shape: x.shape };
  };
}
