// A convolution, the batch normalisation behind it and the activation behind that as one layer. Only for
// inference, where the normalisation is a scale and a shift that its moving statistics fix.
import { add, dispose, mul, neg, reshape, rsqrt, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

type Layer = layers.Layer;
type Weight = { read(): Tensor } | null | undefined;

/** The fields of tfjs-layers' convolutions that decide; most are private in its types. */
interface Convolution extends Layer {
  rank: number;
  dataFormat: string;
  bias: Weight;
  activation: { getClassName(): string } | null;
}

interface Normalization extends Layer {
  axis: number;
  epsilon: number;
  gamma: Weight;
  beta: Weight;
  movingMean: { read(): Tensor };
  movingVariance: { read(): Tensor };
}

/** What one folded layer stands for. */
export interface Foldable {
  convolution: Layer;
  normalization?: Layer;
  activation?: Layer;
}

/** A Conv2D or DepthwiseConv2D of channels-last pictures that has no activation of its own. */
export function canFold(layer: Layer): boolean {
  if (!['Conv2D', 'DepthwiseConv2D'].includes(layer.getClassName())) return false;
  const { dataFormat, activation } = layer as Convolution;
  return dataFormat === 'channelsLast' && (activation?.getClassName() ?? 'linear') === 'linear';
}

/** A batch normalisation over the channels. */
export function isNormalization(layer: Layer): boolean {
  if (layer.getClassName() !== 'BatchNormalization') return false;
  return [-1, 3].includes((layer as Normalization).axis);
}

/** The name that a convolution has for an activation layer; `undefined` for other layers. */
export function activationName(layer: Layer): 'relu' | 'relu6' | undefined {
  const { maxValue } = layer as Layer & { maxValue?: number | null };
  if (layer.getClassName() === 'ReLU') {
    if (maxValue === 6) return 'relu6';
    return maxValue === undefined || maxValue === null ? 'relu' : undefined;
  }
  if (layer.getClassName() !== 'Activation') return undefined;
  const name = (layer as Layer & { activation: { getClassName(): string } }).activation.getClassName();
  return name === 'relu' || name === 'relu6' ? name : undefined;
}

/** A part of a network for inference. */
export interface Folded {
  apply(x: Tensor): Tensor;
  /** Gives back its own weights. */
  dispose(): void;
}

/**
 * What these do together, with weights of its own:
 *
 *     y = activation(scale · (conv(x) + b − mean) + beta),   scale = gamma / √(variance + epsilon)
 */
export function foldLayers({ convolution, normalization, activation }: Foldable): Folded {
  const { bias } = convolution as Convolution;
  const kernel = convolution.weights[0]!;
  const [, , channels, last] = kernel.shape as [number, number, number, number];
  const depthwise = convolution.getClassName() === 'DepthwiseConv2D';
  const layer = emptyCopy(convolution, depthwise, activation && activationName(activation));
  layer.build([null, null, null, channels]);
  tidy(() => {
    const own = bias?.read() ?? layer.weights[1]!.read();
    if (!normalization) return layer.setWeights([kernel.read(), own]);
    const { scale, shift } = affine(normalization as Normalization);
    const factors = depthwise ? reshape(scale, [channels, last]) : scale;
    layer.setWeights([mul(kernel.read(), factors), add(mul(own, scale), shift)]);
  });
  return {
    apply: (x) => layer.apply(x, { training: false }) as Tensor,
    dispose() {
      // A layer refuses to be disposed before its first use.
      for (const weight of layer.weights) weight.dispose();
    },
  };
}

/**
 * A batch normalisation alone, as a multiplication and an addition. (TensorFlow.js' own has no gradient where
 * the layer has no gamma: it fails to save what is not there.)
 */
export function foldNormalization(layer: Layer): Folded {
  const { scale, shift } = tidy(() => affine(layer as Normalization));
  return {
    apply: (x) => add(mul(x, scale), shift),
    dispose: () => dispose([scale, shift]),
  };
}

/** A convolution like this one with a bias, its weights still to be set. */
function emptyCopy(convolution: Layer, depthwise: boolean, activation: 'relu' | 'relu6' | undefined): Layer {
  const config = {
    ...convolution.getConfig(),
    ...{ name: undefined, trainable: false, useBias: true, activation },
    ...{ kernelInitializer: 'zeros', depthwiseInitializer: 'zeros', biasInitializer: 'zeros' },
  } as unknown;
  return depthwise
    ? layers.depthwiseConv2d(config as Parameters<typeof layers.depthwiseConv2d>[0])
    : layers.conv2d(config as Parameters<typeof layers.conv2d>[0]);
}

/** y = scale · x + shift; both [channels]. */
function affine({ gamma, beta, movingMean, movingVariance, epsilon }: Normalization) {
  const spread = rsqrt(add(movingVariance.read(), epsilon));
  const scale = gamma ? mul(gamma.read(), spread) : spread;
  const moved = mul(movingMean.read(), scale);
  return { scale, shift: beta ? sub(beta.read(), moved) : neg(moved) };
}
