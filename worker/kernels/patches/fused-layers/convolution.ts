import { sum, type Tensor } from '@tensorflow/tfjs-core';
import { addGradient, runKernel } from '../gradients/override';
import { activationGradient } from './activation-gradient';
import { type FusableLayer, fuseCalls } from './fuse-calls';
import { type FusedConvAttributes, type LayerGeometry, runFused } from './layer-geometry';

/** The fields of tfjs-layers' Conv2D that decide. */
interface Convolution extends FusableLayer, LayerGeometry {
  kernel: { read(): Tensor };
}

/** Conv2D layers, but for channels first and dilations. */
export function installFusedConvolutions(): (() => void)[] {
  return [addFusedConvGradient(), fuseCalls<Convolution>('Conv2D', callFused)];
}

function callFused(layer: Convolution, x: Tensor, activation: string): Tensor | undefined {
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
