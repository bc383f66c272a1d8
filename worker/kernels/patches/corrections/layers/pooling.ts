// Global average pooling over the steps that a mask keeps: tfjs-layers takes all.
import { cast, div, expandDims, mul, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type Call, type Layer, replaceMethod } from './replace-method';

export function maskGlobalAveragePooling(): (() => void)[] {
  return [
    replaceMethod<Call>(
      'GlobalAveragePooling1D',
      'call',
      (original) =>
        function (this: Layer, inputs, kwargs) {
          const mask = [kwargs?.mask].flat()[0] as Tensor | null | undefined;
          if (!mask) return original.call(this, inputs, kwargs);
          return tidy(() => {
            const [x] = [inputs].flat() as [Tensor];
            const kept = cast(mask, 'float32');
            return div(sum(mul(x, expandDims(kept, -1)), 1), sum(kept, 1, true));
          });
        },
    ),
    replaceMethod<(inputs: unknown, mask?: unknown) => unknown>(
      'GlobalAveragePooling1D',
      'computeMask',
      () => () => null,
    ),
  ];
}
