// Bilinear and nearest resizing as Keras does it: pixels have their centres in their middle.
import {
  image,
  matMul,
  reshape,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor2d,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { type Call, type Layer, replaceMethod, type Shape } from './replace-method';

interface UpSampling {
  size: [number, number];
  dataFormat: string;
  interpolation: string;
}

interface Resizing {
  height: number;
  width: number;
  interpolation: string;
}

/**
 * TensorFlow.js' bilinear UpSampling2D takes pixels for points at their corner, and Resizing stretches corner to
 * corner; its Resizing works in no model.
 */
export function correctResizing(): (() => void)[] {
  return [
    replaceMethod<Call>(
      'UpSampling2D',
      'call',
      (original) =>
        function (this: Layer, inputs, kwargs) {
          const { interpolation, size, dataFormat } = this as unknown as UpSampling;
          if (interpolation !== 'bilinear') return original.call(this, inputs, kwargs);
          return tidy(() => {
            const [x] = [inputs].flat() as [Tensor];
            const first = dataFormat === 'channelsFirst';
            const [rows, columns] = first ? [2, 3] : [1, 2];
            const high = interpolated(x, rows!, x.shape[rows!]! * size[0]);
            return interpolated(high, columns!, x.shape[columns!]! * size[1]);
          });
        },
    ),
    replaceMethod<Call>(
      'Resizing',
      'call',
      () =>
        function (this: Layer, inputs) {
          const { height, width, interpolation } = this as unknown as Resizing;
          return tidy(() => {
            const [x] = [inputs].flat() as [Tensor];
            const rows = x.rank - 3;
            if (interpolation === 'bilinear')
              return interpolated(interpolated(x, rows, height), rows + 1, width);
            return image.resizeNearestNeighbor(x as Tensor4D, [height, width], false, true);
          });
        },
    ),
    replaceMethod<(shape: Shape) => Shape>(
      'Resizing',
      'computeOutputShape',
      () =>
        function (this: Layer, shape) {
          const { height, width } = this as unknown as Resizing;
          return [...shape.slice(0, -3), height, width, shape.at(-1)!];
        },
    ),
  ];
}

/** Interpolates along one axis, as a product with a matrix: differentiable to any order. */
export function interpolated(x: Tensor, axis: number, length: number): Tensor {
  const own = x.shape[axis]!;
  const order = [...[...x.shape.keys()].filter((one) => one !== axis), axis];
  const turned = transpose(x, order);
  const product = matMul(reshape(turned, [-1, own]) as Tensor2D, weightsOf(own, length));
  const shaped = reshape(product, [...turned.shape.slice(0, -1), length]);
  return transpose(
    shaped,
    order.map((_, i) => order.indexOf(i)),
  );
}

/** How much of each of `from` places goes into each of `to`: [from, to]. */
function weightsOf(from: number, to: number): Tensor2D {
  const weights = new Float32Array(from * to);
  for (let place = 0; place < to; place++) {
    const source = Math.min(from - 1, Math.max(0, ((place + 0.5) * from) / to - 0.5));
    const low = Math.floor(source);
    const high = Math.min(low + 1, from - 1);
    weights[low * to + place]! += 1 - (source - low);
    weights[high * to + place]! += source - low;
  }
  return tensor2d(weights, [from, to]);
}
