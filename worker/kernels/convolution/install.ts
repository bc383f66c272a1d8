import { engine, getKernel, type Tensor, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { isNested, ONLY_OURS, runKernel } from '../gradients/override';
import { classNamed } from '../recurrent/layer-classes';
import { addFusedConvGradient, FUSED_ACTIVATIONS, type FusedAttributes } from './fused-gradient';

type Layer = ReturnType<typeof layers.conv2d>;
type Call = Layer['call'];

/** The fields of tfjs-layers' Conv2D that decide; most are private in its types. */
interface Convolution {
  rank: number;
  kernel: { read(): Tensor };
  bias: { read(): Tensor } | null;
  strides: [number, number];
  padding: string;
  dataFormat: string;
  dilationRate: [number, number];
  activation: { getClassName(): string; apply(x: Tensor): Tensor };
}

let restore: (() => void) | undefined;

/**
 * Lets tfjs-layers' Conv2D layers, where it is loaded, add the bias and activate inside the convolution while
 * they train too: TensorFlow.js does so only outside of gradients. Then also only those gradients are computed
 * that somebody asks for; TensorFlow.js' fused convolution computes its filter's even for frozen layers.
 * Weights, configuration and results stay what they are. Calling it again changes nothing.
 * @returns a function that undoes it
 */
export function installConvolutionLayers(): () => void {
  if (restore) return restore;
  const prototype = classNamed('Conv2D')?.prototype as { call: Call } | undefined;
  if (!prototype) return () => {};
  const own = Object.getOwnPropertyDescriptor(prototype, 'call');
  const original = prototype.call;
  prototype.call = function (this: Layer, inputs, kwargs) {
    const layer = this as unknown as Convolution;
    return tidy(() => callFused(layer, inputs)) ?? original.call(this, inputs, kwargs);
  };
  const removeGradient = addFusedConvGradient();
  restore = () => {
    if (own) Object.defineProperty(prototype, 'call', own);
    else delete (prototype as Partial<typeof prototype>).call; // it was inherited
    removeGradient();
    restore = undefined;
  };
  return restore;
}

/** Undefined where the original must do it: channels first, dilations, gradients of gradients. */
function callFused(layer: Convolution, inputs: Tensor | Tensor[]): Tensor | undefined {
  if (!getKernel(ONLY_OURS, engine().backendName) || isNested()) return undefined;
  const [x, ...others] = [inputs].flat() as [Tensor, ...Tensor[]];
  if (others.length || !fits(layer, x)) return undefined;
  const name = layer.activation.getClassName();
  const fused = FUSED_ACTIVATIONS.includes(name);
  const attributes: FusedAttributes = {
    strides: layer.strides,
    pad: layer.padding as 'same' | 'valid',
    dataFormat: 'NHWC',
    dilations: [1, 1],
    activation: fused ? name : 'linear',
  };
  const given: Record<string, Tensor> = { x, filter: layer.kernel.read() };
  if (layer.bias) given.bias = layer.bias.read();
  const y = runKernel('FusedConv2D', given, { ...attributes });
  return fused ? y : layer.activation.apply(y);
}

/** Shapes that do not fit are the original's to complain of. */
function fits({ rank, kernel, padding, dataFormat, dilationRate }: Convolution, x: Tensor): x is Tensor4D {
  if (rank !== 2 || dataFormat !== 'channelsLast' || dilationRate.some((rate) => rate !== 1)) return false;
  if (padding !== 'same' && padding !== 'valid') return false;
  const filter = kernel.read();
  if (x.rank !== 4 || x.dtype !== 'float32' || filter.dtype !== 'float32') return false;
  const [height, width, channels] = filter.shape as [number, number, number];
  const inside = padding === 'same' || (x.shape[1]! >= height && x.shape[2]! >= width);
  return inside && x.shape[3] === channels;
}
