import * as tf from '@tensorflow/tfjs-core';
import type { Wasm } from '../kernel';
import type { Activation, ChannelRow, Epilogue } from './channel-row';

/** What TensorFlow.js' fused convolutions have beside the inputs x and filter. */
export interface FusedParts {
  readonly bias?: tf.TensorInfo;
  readonly preluActivationWeights?: tf.TensorInfo;
  readonly activation?: string;
  readonly leakyreluAlpha?: number;
}

export interface FusedPlan {
  /** What the convolution does as it stores. */
  readonly epilogue: Epilogue;
  /** Does the rest: takes the convolution's output and returns it, or another in its place. */
  finish(y: tf.TensorInfo): tf.TensorInfo;
}

/** Activations that are not worth a branch in the convolution, or whose slopes are not one a channel. */
const later: Record<string, (y: tf.Tensor, alpha: tf.Tensor | number) => tf.Tensor> = {
  linear: (y) => y,
  relu: (y) => tf.relu(y),
  relu6: (y) => tf.relu6(y),
  elu: (y) => tf.elu(y),
  sigmoid: (y) => tf.sigmoid(y),
  prelu: withSlope,
  leakyrelu: withSlope,
};

/** Throws an Error for an activation that TensorFlow.js does not fuse. */
export function planEpilogue(
  wasm: Wasm,
  { bias, preluActivationWeights, activation = 'linear', leakyreluAlpha = 0 }: FusedParts,
  outChannels: number,
  channelsFirst: boolean,
): FusedPlan {
  const activateLater = later[activation];
  if (!activateLater) throw new Error(`The wasm backend knows no fused activation "${activation}".`);
  const rowOf = (tensor?: tf.TensorInfo) => channelRow(wasm, tensor, outChannels, channelsFirst);
  const slope = activation === 'prelu' ? rowOf(preluActivationWeights) : leakyreluAlpha;
  const early = earlyActivation(activation, slope);
  const biasRow = rowOf(bias);
  if (early && (biasRow || !bias)) {
    return { epilogue: { bias: biasRow, slope, activation: early }, finish: (y) => y };
  }
  return {
    epilogue: { bias: biasRow, activation: 'linear' },
    finish: (y) =>
      tf.tidy(() => {
        const sum = tf.engine().makeTensorFromTensorInfo(y);
        const biased = bias && !biasRow ? tf.add(sum, shared(wasm, bias)) : sum;
        const alpha = preluActivationWeights ? shared(wasm, preluActivationWeights) : leakyreluAlpha;
        return activateLater(biased, alpha);
      }),
  };
}

function earlyActivation(activation: string, slope: ChannelRow | number | undefined): Activation | undefined {
  if (activation === 'linear' || activation === 'relu' || activation === 'relu6') return activation;
  if (activation === 'leakyrelu' || activation === 'prelu') return slope === undefined ? undefined : 'slope';
  return undefined;
}

function withSlope(y: tf.Tensor, alpha: tf.Tensor | number): tf.Tensor {
  return tf.add(tf.relu(y), tf.mul(tf.minimum(y, 0), alpha));
}

/** Undefined where the tensor does not hold one float for all channels, or one for each. */
function channelRow(
  wasm: Wasm,
  tensor: tf.TensorInfo | undefined,
  outChannels: number,
  channelsFirst: boolean,
): ChannelRow | undefined {
  if (tensor?.dtype !== 'float32') return undefined;
  const { shape } = tensor;
  const length = shape.reduce((product, side) => product * side, 1);
  const aligned = shape.length <= 1 || (!channelsFirst && shape[shape.length - 1] === outChannels);
  if (length !== 1 && !(length === outChannels && aligned)) return undefined;
  return { address: wasm.address(tensor), length };
}

/** The kernel's input as a tensor of its own, so that operations can take it and `tidy` dispose it. */
function shared(wasm: Wasm, tensor: tf.TensorInfo): tf.Tensor {
  return tf.engine().makeTensorFromTensorInfo(wasm.reshaped(tensor, tensor.shape));
}
