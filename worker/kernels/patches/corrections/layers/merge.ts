// Concatenation along any negative axis: tfjs-layers takes each for the last.
import { concat, type Tensor } from '@tensorflow/tfjs-core';
import { type Layer, replaceMethod } from './replace-method';

export function correctConcatenate(): () => void {
  return replaceMethod<(inputs: Tensor[]) => Tensor>(
    'Concatenate',
    'mergeFunction',
    (original) =>
      function (this: Layer, inputs) {
        const { axis } = this as unknown as { axis: number };
        return axis < -1 ? concat(inputs, axis + inputs[0]!.rank) : original.call(this, inputs);
      },
  );
}
