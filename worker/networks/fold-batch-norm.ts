// A convolution and the batch normalisation behind it as one convolution: what is frozen need not be computed twice.
import { add, mul, reshape, rsqrt, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import type { Step } from './flat-network';

type Layer = layers.Layer;
type Weight = { read(): Tensor } | null | undefined;

/** The fields of tfjs-layers' BatchNormalization; private in its types. */
interface Normalization {
  axis: number;
  epsilon: number;
  gamma: Weight;
  beta: Weight;
  movingMean: { read(): Tensor };
  movingVariance: { read(): Tensor };
}

export interface Folded {
  /** Does what all of them do, one after the other. */
  layer: Layer;
  /** The step whose output it gives. */
  to: number;
  /** The steps it stands for besides the convolution. */
  replaced: number[];
}

/**
 * @param at of a step
 * @param consumer gives the only step that uses a step's output; `undefined` where there are more or it is wanted
 * @returns `undefined` where there is nothing to fold; the layer's weights are to be disposed
 */
export function foldBatchNorm(
  steps: readonly Step[],
  at: number,
  consumer: (at: number) => number | undefined,
): Folded | undefined {
  const { layer: conv, shape } = steps[at]!;
  const normAt = consumer(at);
  if (normAt === undefined || !isPlain(conv)) return undefined;
  const norm = steps[normAt]!.layer;
  if (norm.getClassName() !== 'BatchNormalization') return undefined;
  const { axis } = norm as unknown as Normalization;
  if (axis !== -1 && axis !== shape.length - 1) return undefined;

  const reluAt = consumer(normAt);
  const isRelu = reluAt !== undefined && isActivation(steps[reluAt]!.layer, 'relu');
  return {
    layer: build(conv, norm as unknown as Normalization, isRelu ? 'relu' : 'linear'),
    to: isRelu ? reluAt : normAt,
    replaced: isRelu ? [normAt, reluAt] : [normAt],
  };
}

/** Whether it is a convolution without activation, its channels last. */
function isPlain(layer: Layer): boolean {
  const { dataFormat } = layer as unknown as { dataFormat: string };
  const kind = layer.getClassName();
  return (
    (kind === 'Conv2D' || kind === 'DepthwiseConv2D') && dataFormat === 'channelsLast' && isLinear(layer)
  );
}

function isLinear(layer: Layer): boolean {
  return activationOf(layer) === 'linear';
}

function isActivation(layer: Layer, name: string): boolean {
  if (layer.getClassName() === 'Activation') return activationOf(layer) === name;
  const { maxValue } = layer as unknown as { maxValue?: number };
  return layer.getClassName() === 'ReLU' && maxValue === undefined && name === 'relu';
}

function activationOf(layer: Layer): string | undefined {
  return (layer as unknown as { activation?: { getClassName(): string } }).activation?.getClassName();
}

function build(conv: Layer, norm: Normalization, activation: string): Layer {
  const config = { ...conv.getConfig(), name: undefined, useBias: true, activation } as never;
  const depthwise = conv.getClassName() === 'DepthwiseConv2D';
  const folded = depthwise ? layers.depthwiseConv2d(config) : layers.conv2d(config);
  const [kernel, bias] = conv.weights.map((weight) => weight.read()) as [Tensor, Tensor | undefined];
  const inputs = kernel.shape[2]!;
  folded.build([null, null, null, inputs]);
  const weights = tidy(() => {
    const spread = rsqrt(add(norm.movingVariance.read(), norm.epsilon));
    const scale = norm.gamma ? mul(spread, norm.gamma.read()) : spread; // [channels]
    const centre = bias ? sub(bias, norm.movingMean.read()) : mul(norm.movingMean.read(), -1);
    const offset = mul(centre, scale);
    const shaped = depthwise ? reshape(scale, [inputs, kernel.shape[3]!]) : scale;
    return [mul(kernel, shaped), norm.beta ? add(offset, norm.beta.read()) : offset];
  });
  folded.setWeights(weights);
  for (const weight of weights) weight.dispose();
  return folded;
}
