// Layers whose output shape tfjs-layers writes over the shape of their input, and cropping by whole pixels.
import { slice, type Tensor, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { type Call, type Layer, replaceMethod, type Shape } from './replace-method';

type OutputShape = (shape: Shape | Shape[]) => Shape;

interface CenterCrop {
  height: number;
  width: number;
}

/** A model that begins with one of these took its own input for its output, and refused both. */
export function correctOutputShapes(): (() => void)[] {
  return ['CategoryEncoding', 'CenterCrop'].map((className) =>
    replaceMethod<OutputShape>(
      className,
      'computeOutputShape',
      (original) =>
        function (this: Layer, shape) {
          return original.call(this, [...(shape as Shape)]);
        },
    ),
  );
}

/** TensorFlow.js crops by interpolation, off by a part of a pixel, and by another margin where there is none. */
export function correctCenterCrop(): () => void {
  return replaceMethod<Call>(
    'CenterCrop',
    'call',
    (original) =>
      function (this: Layer, inputs, kwargs) {
        const { height, width } = this as unknown as CenterCrop;
        const [x] = [inputs].flat() as [Tensor];
        const [rows, columns] = x.shape.slice(-3) as [number, number];
        if (height > rows || width > columns) return original.call(this, x, kwargs);
        return tidy(() => {
          const begin = [Math.floor((rows - height) / 2), Math.floor((columns - width) / 2), 0];
          const size = [height, width, x.shape.at(-1)!];
          if (x.rank === 3) return slice(x, begin, size);
          return slice(x as Tensor4D, [0, ...begin], [x.shape[0]!, ...size]);
        });
      },
  );
}
