import { sum, type Tensor } from '@tensorflow/tfjs-core';
import { addGradient, runKernel } from '../gradients/override';
import { activationGradient } from './activation-gradient';
import { type FusableLayer, fuseCalls } from './fuse-calls';
import { type FusedConvAttributes, type LayerGeometry, runFused } from './layer-geometry';

/** The fields of tfjs-layers' DepthwiseConv2D that decide. */
interface Depthwise extends FusableLayer, LayerGeometry {
  depthwiseKernel: { read(): Tensor };
}

/** DepthwiseConv2D layers, but for channels first. */
export function installFusedDepthwise(): (() => void)[] {
  return [addFusedDepthwiseGradient(), fuseCalls<Depthwise>('DepthwiseConv2D', callFused)];
}

function callFused(layer: Depthwise, x: Tensor, activation: string): Tensor | undefined {
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
