// Layers whose output shape tfjs-layers writes over the shape of their input, and cropping by whole pixels.
import { cast, slice, type Tensor, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { type Call, type Layer, replaceMethod, type Shape } from './replace-method';
import { interpolated } from './resizing';

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

/**
 * TensorFlow.js crops by interpolation, off by a part of a pixel, and by another margin where there is none. A
 * picture that is too small it stretches, where Keras crops it to the aspect ratio first.
 */
export function correctCenterCrop(): () => void {
  return replaceMethod<Call>(
    'CenterCrop',
    'call',
    () =>
      function (this: Layer, inputs) {
        const { height, width } = this as unknown as CenterCrop;
        return tidy(() => {
          const [x] = [inputs].flat() as [Tensor];
          const [rows, columns] = x.shape.slice(-3) as [number, number];
          if (height <= rows && width <= columns) return centre(x, height, width);
          const cropped = centre(
            x,
            Math.max(1, Math.min(rows, Math.floor((columns * height) / width))),
            Math.max(1, Math.min(columns, Math.floor((rows * width) / height))),
          );
          const high = interpolated(cast(cropped, 'float32'), x.rank - 3, height);
          return cast(interpolated(high, x.rank - 2, width), x.dtype);
        });
      },
  );
}

function centre(x: Tensor, height: number, width: number): Tensor {
  const [rows, columns, channels] = x.shape.slice(-3) as [number, number, number];
  const begin = [Math.floor((rows - height) / 2), Math.floor((columns - width) / 2), 0];
  const size = [height, width, channels];
  if (x.rank === 3) return slice(x, begin, size);
  return slice(x as Tensor4D, [0, ...begin], [x.shape[0]!, ...size]);
}
