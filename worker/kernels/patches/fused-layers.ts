// Dense, Conv2D and DepthwiseConv2D with bias and activation inside their kernel, and the gradients of that.
import { reshape, sum, type Tensor } from '@tensorflow/tfjs-core';
import { activationGradient, type FusableLayer, fuseCalls } from './fuse-calls';
import { addGradient, runKernel } from './override';

let restore: (() => void) | undefined;

/**
 * Fuses the layers of tfjs-layers that have a kernel for it, and lets only those of their gradients be
 * computed that somebody asks for: TensorFlow.js' own fused operations compute all, those of frozen weights
 * and of a network's input too. Calling it again changes nothing.
 * @returns a function that undoes it
 */
export function installFusedLayers(): () => void {
  if (restore) return restore;
  const undo = [...installFusedConvolutions(), ...installFusedDepthwise(), ...installFusedDense()];
  restore = () => {
    for (const put of undo.reverse()) put();
    restore = undefined;
  };
  return restore;
}

/** The fields of tfjs-layers' Dense that decide. */
interface Dense extends FusableLayer {
  kernel: { read(): Tensor };
}

/** Dense layers. */
function installFusedDense(): (() => void)[] {
  return [addFusedMatMulGradient(), fuseCalls<Dense>('Dense', callFusedDense)];
}

function callFusedDense({ kernel, bias }: Dense, x: Tensor, activation: string): Tensor | undefined {
  const weights = kernel.read();
  const [inputs, units] = weights.shape as [number, number];
  if (weights.dtype !== 'float32' || x.rank < 2 || x.shape.at(-1) !== inputs) return undefined;
  const given: Record<string, Tensor> = { a: x.rank === 2 ? x : reshape(x, [-1, inputs]), b: weights };
  if (bias) given.bias = bias.read();
  const y = runKernel('_FusedMatMul', given, { transposeA: false, transposeB: false, activation });
  return x.rank === 2 ? y : reshape(y, [...x.shape.slice(0, -1), units]);
}

/** The gradient of _FusedMatMul as Dense layers call it: rank 2, nothing transposed, a bias by column. */
function addFusedMatMulGradient(): () => void {
  return addGradient({
    kernelName: '_FusedMatMul',
    inputsToSave: ['a', 'b'],
    outputsToSave: [true],
    gradFunc: (gradient, saved, { activation }) => {
      const [a, b, y] = saved as [Tensor, Tensor, Tensor];
      const dy = activationGradient(activation as string, gradient as Tensor, y);
      return {
        a: () => runKernel('BatchMatMul', { a: dy, b }, { transposeA: false, transposeB: true }),
        b: () => runKernel('BatchMatMul', { a, b: dy }, { transposeA: true, transposeB: false }),
        bias: () => sum(dy, 0),
      };
    },
  });
}

/** The fields of tfjs-layers' Conv2D that decide. */
interface Convolution extends FusableLayer, LayerGeometry {
  kernel: { read(): Tensor };
}

/** Conv2D layers, but for channels first and dilations. */
function installFusedConvolutions(): (() => void)[] {
  return [addFusedConvGradient(), fuseCalls<Convolution>('Conv2D', callFusedConvolution)];
}

function callFusedConvolution(layer: Convolution, x: Tensor, activation: string): Tensor | undefined {
  return runFused('FusedConv2D', layer, x, layer.kernel.read(), activation);
}

/** The gradient of FusedConv2D, by each input alone. */
function addFusedConvGradient(): () => void {
  return addGradient({
    kernelName: 'FusedConv2D',
    inputsToSave: ['x', 'filter'],
    outputsToSave: [true],
    gradFunc: (gradient, saved, attrs) => {
      const [x, filter, y] = saved as [Tensor, Tensor, Tensor];
      const { strides, pad, dataFormat, activation } = attrs as unknown as FusedConvAttributes;
      const dy = activationGradient(activation, gradient as Tensor, y);
      const attributes = { strides, pad, dataFormat };
      return {
        x: () => runKernel('Conv2DBackpropInput', { dy, filter }, { ...attributes, inputShape: x.shape }),
        filter: () =>
          runKernel('Conv2DBackpropFilter', { x, dy }, { ...attributes, filterShape: filter.shape }),
        bias: () => sum(dy, [0, 1, 2]),
      };
    },
  });
}

/** The fields of tfjs-layers' DepthwiseConv2D that decide. */
interface Depthwise extends FusableLayer, LayerGeometry {
  depthwiseKernel: { read(): Tensor };
}

/** DepthwiseConv2D layers, but for channels first. */
function installFusedDepthwise(): (() => void)[] {
  return [addFusedDepthwiseGradient(), fuseCalls<Depthwise>('DepthwiseConv2D', callFusedDepthwise)];
}

function callFusedDepthwise(layer: Depthwise, x: Tensor, activation: string): Tensor | undefined {
  return runFused('FusedDepthwiseConv2D', layer, x, layer.depthwiseKernel.read(), activation);
}

/** The gradient of FusedDepthwiseConv2D, by each input alone. */
function addFusedDepthwiseGradient(): () => void {
  return addGradient({
    kernelName: 'FusedDepthwiseConv2D',
    inputsToSave: ['x', 'filter'],
    outputsToSave: [true],
    gradFunc: (gradient, saved, attrs) => {
      const [x, filter, y] = saved as [Tensor, Tensor, Tensor];
      const { strides, pad, dilations, activation } = attrs as unknown as FusedConvAttributes;
      const dy = activationGradient(activation, gradient as Tensor, y);
      const attributes = { strides, pad, dilations };
      return {
        x: () =>
          runKernel(
            'DepthwiseConv2dNativeBackpropInput',
            { dy, filter },
            { ...attributes, inputShape: x.shape },
          ),
        filter: () =>
          runKernel(
            'DepthwiseConv2dNativeBackpropFilter',
            { x, dy },
            { ...attributes, filterShape: filter.shape },
          ),
        bias: () => sum(dy, [0, 1, 2]),
      };
    },
  });
}

/** The fields of tfjs-layers' convolutions that decide where their filters go. */
interface LayerGeometry {
  rank: number;
  strides: [number, number];
  padding: string;
  dataFormat: string;
  dilationRate: [number, number];
}

/** Of the kernels FusedConv2D and FusedDepthwiseConv2D. */
interface FusedConvAttributes {
  readonly strides: [number, number];
  readonly pad: 'same' | 'valid';
  readonly dataFormat: 'NHWC';
  readonly dilations: [number, number];
  readonly activation: string;
}

/** activation(convolution(x, filter) + bias) in one kernel; `undefined` where the original must do it. */
function runFused(
  kernelName: 'FusedConv2D' | 'FusedDepthwiseConv2D',
  layer: Pick<FusableLayer, 'bias'> & LayerGeometry,
  x: Tensor,
  filter: Tensor,
  activation: string,
): Tensor | undefined {
  const attributes = fusedConvAttributes(layer, x, filter, activation);
  if (!attributes) return undefined;
  const given: Record<string, Tensor> = { x, filter };
  if (layer.bias) given.bias = layer.bias.read();
  return runKernel(kernelName, given, { ...attributes });
}

/**
 * Undefined for channels first, for dilations, and for shapes that do not fit: those are the original's to
 * complain of.
 */
function fusedConvAttributes(
  { rank, strides, padding, dataFormat, dilationRate }: LayerGeometry,
  x: Tensor,
  filter: Tensor,
  activation: string,
): FusedConvAttributes | undefined {
  if (rank !== 2 || dataFormat !== 'channelsLast' || dilationRate.some((rate) => rate !== 1))
    return undefined;
  if (padding !== 'same' && padding !== 'valid') return undefined;
  if (x.rank !== 4 || filter.dtype !== 'float32') return undefined;
  const [height, width, channels] = filter.shape as [number, number, number];
  const inside = padding === 'same' || (x.shape[1]! >= height && x.shape[2]! >= width);
  if (!inside || x.shape[3] !== channels) return undefined;
  return { strides, pad: padding, dataFormat: 'NHWC', dilations: [1, 1], activation };
}
