import type { LayersModel, layers } from '@tensorflow/tfjs-layers';

type Layer = layers.Layer;

/**
 * Floating-point operations of one training step on `batch` examples: two for each multiplication of a weight
 * with an input (it is also added), in the convolutions, dense layers and LSTMs as they are written, padding
 * included. The forward pass costs that once; the gradient of a layer's weights the same again where they are
 * trained; and the gradient of its inputs the same again where anything before it is trained. All else,
 * activations, pooling, optimizer, counts nothing: the figure compares backends and networks, and a backend
 * that finds a way around some of this work shows more GFLOP/s.
 *
 * @param trained whether the network's own weights are trained at all, where their layers say so
 * @param inputGradient whether the gradient goes on to what the network was given
 */
export function stepFlops(
  network: LayersModel,
  batch: number,
  { trained = true, inputGradient = false } = {},
): number {
  let flops = 0;
  let needsGradient = inputGradient;
  for (const layer of leaves(network)) {
    const learns = trained && layer.trainable && layer.weights.length > 0;
    const { fromInput, recurrent } = multiplications(layer);
    flops += 2 * batch * (fromInput * (1 + Number(learns) + Number(needsGradient)));
    // An LSTM's state comes from its own weights.
    flops += 2 * batch * (recurrent * (1 + Number(learns) + Number(learns || needsGradient)));
    needsGradient ||= learns;
  }
  return flops;
}

/** The same without any gradient. */
export function forwardFlops(network: LayersModel, batch: number): number {
  return stepFlops(network, batch, { trained: false });
}

function leaves({ layers: all }: { layers: Layer[] }): Layer[] {
  return all.flatMap((layer) => {
    const { layers: inner } = layer as { layers?: Layer[] };
    return inner ? leaves({ layers: inner }) : [layer];
  });
}

/** For one example. Each place that a layer is applied at multiplies all of its kernel's weights once. */
function multiplications(layer: Layer): { fromInput: number; recurrent: number } {
  const [kernel = 0, recurrentKernel = 0] = layer.weights.map(({ shape }) => product(shape));
  const [, ...output] = layer.outputShape as number[];
  switch (layer.getClassName()) {
    case 'Conv2D':
    case 'DepthwiseConv2D':
      return { fromInput: output[0]! * output[1]! * kernel, recurrent: 0 };
    case 'Dense':
      return { fromInput: product(output.slice(0, -1)) * kernel, recurrent: 0 };
    case 'LSTM': {
      const [, time] = (layer.input as { shape: number[] }).shape;
      return { fromInput: time! * kernel, recurrent: time! * recurrentKernel };
    }
    default:
      return { fromInput: 0, recurrent: 0 };
  }
}

function product(numbers: readonly (number | null)[]): number {
  return numbers.reduce<number>((sum, n) => sum * (n ?? 1), 1);
}
