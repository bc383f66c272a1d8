// Puts a fused operation in the place of a layer's call.
import { engine, getKernel, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { classNamed } from './layer-classes';
import { isNested, ONLY_OURS, runKernel } from './override';

type Layer = InstanceType<typeof layers.Layer>;
type Call = Layer['call'];

/** What every layer that can be fused has; most of it is private in its types. */
export interface FusableLayer {
  bias: { read(): Tensor } | null;
  activation: { getClassName(): string; apply(x: Tensor): Tensor } | null;
  /** What `setCallHook` sets. */
  _callHook: unknown;
}

/** Computes activation(layer(x)), or gives undefined where the original must do it. */
type Fused<L> = (layer: L, x: Tensor, activation: string) => Tensor | undefined;

/**
 * Lets the layers of a class, where tfjs-layers is loaded, add the bias and activate inside their kernel while
 * they train too: TensorFlow.js does so only outside of gradients. Weights, configuration and results stay
 * what they are. Gradients of gradients are the original's, and what `fused` leaves to it.
 * @returns a function that undoes it
 */
export function fuseCalls<L extends FusableLayer>(className: string, fused: Fused<L>): () => void {
  const prototype = classNamed(className)?.prototype as { call: Call } | undefined;
  if (!prototype) return () => {};
  const own = Object.getOwnPropertyDescriptor(prototype, 'call');
  const original = prototype.call;
  prototype.call = function (this: Layer, inputs, kwargs) {
    const layer = this as unknown as L;
    return tidy(() => callFused(layer, inputs, fused)) ?? original.call(this, inputs, kwargs);
  };
  return () => {
    if (own) Object.defineProperty(prototype, 'call', own);
    else delete (prototype as Partial<typeof prototype>).call; // it was inherited
  };
}

function callFused<L extends FusableLayer>(
  layer: L,
  inputs: Tensor | Tensor[],
  fused: Fused<L>,
): Tensor | undefined {
  if (!getKernel(ONLY_OURS, engine().backendName) || isNested()) return undefined;
  const [x, ...others] = [inputs].flat() as [Tensor, ...Tensor[]];
  if (others.length || x.dtype !== 'float32' || layer._callHook) return undefined;
  const name = layer.activation?.getClassName() ?? 'linear';
  if (FUSED_ACTIVATIONS.includes(name)) return fused(layer, x, name);
  const y = fused(layer, x, 'linear');
  return y && layer.activation!.apply(y);
}

type Gradient = (dy: Tensor, y: Tensor) => Tensor;

/** The largest float below 6 and the smallest above 0: ReLU6 passes gradients on strictly between its ends. */
const INSIDE_RELU6 = { clipValueMin: 2 ** -149, clipValueMax: 6 - 2 ** -21 };

/** By activation, from dy and the activation's output. */
const gradients: Readonly<Record<string, Gradient>> = {
  linear: (dy) => dy,
  relu: (dy, y) => runKernel('ReluGrad', { dy, y }),
  relu6: (dy, y) => runKernel('ClipByValueGrad', { dy, x: y }, INSIDE_RELU6),
  elu: (dy, y) => runKernel('EluGrad', { dy, y }),
  sigmoid: (dy, y) => runKernel('SigmoidGrad', { dy, y }),
};

/** The activations that a layer can do as it stores its output, and whose gradient that output suffices for. */
const FUSED_ACTIVATIONS: readonly string[] = Object.keys(gradients);

export function activationGradient(activation: string, dy: Tensor, y: Tensor): Tensor {
  return gradients[activation]!(dy, y);
}
