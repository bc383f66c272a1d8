// Softmax layers along any axis.
import { type Tensor, tidy, transpose } from '@tensorflow/tfjs-core';
import { type Call, type Layer, replaceMethod } from './replace-method';

interface Softmax {
  axis: number | number[];
}

/**
 * TensorFlow.js' softmax takes the last axis only. Axis 1 of more than two dimensions is left to throw: it is what
 * the layer's axis is when nobody chose one, where Keras takes the last.
 */
export function correctSoftmaxLayer(): () => void {
  return replaceMethod<Call>(
    'Softmax',
    'call',
    (original) =>
      function (this: Layer, inputs, kwargs) {
        const layer = this as unknown as Softmax;
        const x = [inputs].flat()[0] as Tensor;
        const chosen = [layer.axis].flat();
        const axis = chosen[0]! < 0 ? chosen[0]! + x.rank : chosen[0]!;
        if (chosen.length !== 1 || axis === x.rank - 1 || axis === 1 || kwargs?.mask) {
          return original.call(this, inputs, kwargs);
        }
        const order = [...x.shape.keys()].map((i) => (i === axis ? x.rank - 1 : i === x.rank - 1 ? axis : i));
        return tidy(() => {
          layer.axis = -1;
          try {
            return transpose(original.call(this, transpose(x, order), kwargs) as Tensor, order);
          } finally {
            layer.axis = axis;
          }
        });
      },
  );
}
