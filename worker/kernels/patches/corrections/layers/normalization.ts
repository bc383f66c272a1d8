// Batch normalisation along any axis and of any rank, with and without scale and offset.
import {
  batchNorm2d,
  moments,
  mul,
  reshape,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { type Call, type Layer, replaceMethod } from './replace-method';

interface Variable {
  read(): Tensor;
  write(value: Tensor): void;
}

/** What batch normalisation keeps to itself. */
interface Normalization {
  axis: number;
  scale: boolean;
  center: boolean;
  epsilon: number;
  momentum: number;
  beta: Variable | undefined;
  gamma: Variable | undefined;
  movingMean: Variable;
  movingVariance: Variable;
}

/**
 * TensorFlow.js throws on rank 5 and where scale or center is false, and along an axis that is not the last it
 * takes the statistics by turns.
 */
export function correctBatchNormalization(): () => void {
  return replaceMethod<Call>(
    'BatchNormalization',
    'call',
    (original) =>
      function (this: Layer, inputs, kwargs) {
        const layer = this as unknown as Normalization;
        const [x, ...others] = [inputs].flat() as [Tensor, ...Tensor[]];
        const axis = layer.axis < 0 ? layer.axis + x.rank : layer.axis;
        const usual = axis === x.rank - 1 && x.rank <= 4 && layer.scale && layer.center;
        if (usual || others.length) return original.call(this, inputs, kwargs);
        return tidy(() => normalize(layer, x, axis, Boolean(kwargs?.training)));
      },
  );
}

function normalize(layer: Normalization, x: Tensor, axis: number, training: boolean): Tensor {
  const last = [...x.shape.keys()].filter((one) => one !== axis);
  const order = [...last, axis];
  const isLast = axis === x.rank - 1;
  const turned = isLast ? x : transpose(x, order);
  const rows = reshape(turned, [-1, x.shape[axis]!]) as Tensor2D;
  const { mean, variance } = training
    ? moments(rows, 0)
    : { mean: layer.movingMean.read(), variance: layer.movingVariance.read() };
  const normalized = batchNorm2d(
    rows,
    mean as Tensor1D,
    variance as Tensor1D,
    layer.beta?.read() as Tensor1D | undefined,
    layer.gamma?.read() as Tensor1D | undefined,
    layer.epsilon,
  );
  if (training) {
    follow(layer.movingMean, mean, layer.momentum);
    follow(layer.movingVariance, variance, layer.momentum);
  }
  const shaped = reshape(normalized, turned.shape);
  return isLast
    ? shaped
    : transpose(
        shaped,
        order.map((_, i) => order.indexOf(i)),
      );
}

/** Moves an average on towards a value. */
function follow(variable: Variable, value: Tensor, momentum: number): void {
  tidy(() => {
    const average = variable.read();
    variable.write(sub(average, mul(sub(average, value), 1 - momentum)));
  });
}
