import { backend_util, engine, randomUniform, type Tensor } from '@tensorflow/tfjs-core';
import { FLOAT, type KernelBench, size } from './bench';

type Shape4D = [number, number, number, number];

interface Layer {
  what: string;
  x: Shape4D;
  filter: Shape4D;
  pad: 'same' | 'valid';
  stride?: number;
}

const LAYERS: readonly Layer[] = [
  { what: 'transfer 1', x: [128, 28, 28, 1], filter: [3, 3, 1, 32], pad: 'valid' },
  { what: 'transfer 2', x: [128, 26, 26, 32], filter: [3, 3, 32, 32], pad: 'valid' },
  { what: 'cifar10 1', x: [32, 32, 32, 3], filter: [3, 3, 3, 32], pad: 'same' },
  { what: 'cifar10 2', x: [32, 32, 32, 32], filter: [3, 3, 32, 32], pad: 'valid' },
  { what: 'cifar10 3', x: [32, 15, 15, 32], filter: [3, 3, 32, 64], pad: 'same' },
  { what: 'cifar10 4', x: [32, 15, 15, 64], filter: [3, 3, 64, 64], pad: 'valid' },
  // The generator's first two as the experiment computes them: small pictures, four filters at once.
  { what: 'acgan generator 1', x: [20, 7, 7, 128], filter: [3, 3, 128, 1024], pad: 'same' },
  { what: 'acgan generator 2', x: [20, 14, 14, 256], filter: [3, 3, 256, 512], pad: 'same' },
  { what: 'acgan generator 3', x: [20, 28, 28, 128], filter: [2, 2, 128, 1], pad: 'same' },
  { what: 'acgan discriminator 1', x: [20, 28, 28, 1], filter: [3, 3, 1, 32], pad: 'same', stride: 2 },
  { what: 'acgan discriminator 2', x: [20, 14, 14, 32], filter: [3, 3, 32, 64], pad: 'same' },
  { what: 'acgan discriminator 3', x: [20, 14, 14, 64], filter: [3, 3, 64, 128], pad: 'same', stride: 2 },
  { what: 'acgan discriminator 4', x: [20, 7, 7, 128], filter: [3, 3, 128, 256], pad: 'same' },
  { what: 'deepdream conv1', x: [1, 225, 225, 3], filter: [3, 3, 3, 32], pad: 'valid', stride: 2 },
  { what: 'deepdream pw 2', x: [1, 56, 56, 64], filter: [1, 1, 64, 128], pad: 'same' },
  { what: 'deepdream pw 11', x: [1, 14, 14, 512], filter: [1, 1, 512, 512], pad: 'same' },
];

const DEPTHWISE: readonly Layer[] = [
  { what: 'deepdream dw 1', x: [1, 112, 112, 32], filter: [3, 3, 32, 1], pad: 'same' },
  { what: 'deepdream dw 2', x: [1, 113, 113, 64], filter: [3, 3, 64, 1], pad: 'valid', stride: 2 },
  { what: 'deepdream dw 11', x: [1, 14, 14, 512], filter: [3, 3, 512, 1], pad: 'same' },
];

const FULL = {
  forward: ['Conv2D', 'conv', 'x', 'filter'],
  'filter gradient': ['Conv2DBackpropFilter', 'conv', 'x', 'dy'],
  'input gradient': ['Conv2DBackpropInput', 'conv', 'dy', 'filter'],
} as const;

/** Deep dream asks for no gradients of filters. */
const BY_CHANNEL = {
  forward: ['DepthwiseConv2dNative', 'depthwise conv', 'x', 'filter'],
  'input gradient': ['DepthwiseConv2dNativeBackpropInput', 'depthwise conv', 'dy', 'filter'],
} as const;

export const convolutionBenches: readonly KernelBench[] = [
  ...LAYERS.flatMap((layer) => passes(layer, FULL, false)),
  ...DEPTHWISE.flatMap((layer) => passes(layer, BY_CHANNEL, true)),
];

type Role = 'x' | 'filter' | 'dy';
type Passes = Record<string, readonly [kernel: string, kind: string, Role, Role]>;

function passes(layer: Layer, all: Passes, depthwise: boolean): KernelBench[] {
  const { what, x, filter, pad, stride = 1 } = layer;
  const { outShape } = backend_util.computeConv2DInfo(x, filter, stride, 1, pad, 'floor', depthwise);
  const shapes: Record<Role, number[]> = { x, filter, dy: outShape };
  const multiplications = depthwise
    ? size(outShape) * filter[0] * filter[1]
    : (size(outShape) * size(filter)) / filter[3];
  return Object.entries(all).map(([pass, [kernel, kind, a, b]]) => ({
    name: `${kind} ${what}: ${pass}, ${x.join('×')} by ${filter.join('×')}${stride > 1 ? `, stride ${stride}` : ''}`,
    flops: 2 * multiplications,
    bytes: FLOAT * (size(x) + size(filter) + size(outShape)),
    prepare() {
      const inputs = {
        [a]: randomUniform(shapes[a], -1, 1) as Tensor,
        [b]: randomUniform(shapes[b], -1, 1) as Tensor,
      };
      const attrs = {
        ...{ strides: [stride, stride], pad, dilations: [1, 1], dataFormat: 'NHWC' },
        ...{ dimRoundingMode: undefined as unknown as string, inputShape: x, filterShape: filter },
      };
      return () => engine().runKernel(kernel, inputs, attrs) as Tensor;
    },
  }));
}
