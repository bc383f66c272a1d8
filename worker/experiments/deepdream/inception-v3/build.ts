// From planned layers to tfjs-layers' model.
import type { Tensor } from '@tensorflow/tfjs-core';
import { input, type LayersModel, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { PlannedLayer } from './plan';

type Layer = LayersModel['layers'][number];

/** Gives a layer its weights as soon as it is there; the caller of `build` disposes what it made of them. */
export type Fill = (planned: PlannedLayer, setWeights: (weights: Tensor[]) => void) => void | Promise<void>;

/**
 * Builds a network for pictures of any size, [batch, height, width, 3]. Where `fill` throws, nothing is left of it.
 * @param planned each layer after its inputs: first the input, last the one whose output is the network's
 */
export async function build(planned: readonly PlannedLayer[], fill: Fill = () => {}): Promise<LayersModel> {
  const outputs = new Map<PlannedLayer, SymbolicTensor>();
  const built: Layer[] = [];
  try {
    for (const one of planned) {
      if (one.operation.type === 'input') {
        outputs.set(one, input({ name: one.name, shape: [null, null, one.channels] }));
        continue;
      }
      const layer = layerOf(one);
      built.push(layer);
      const inputs = one.inputs.map((from) => outputs.get(from)!);
      outputs.set(one, layer.apply(inputs.length > 1 ? inputs : inputs[0]!) as SymbolicTensor);
      if (layer.weights.length > 0) await fill(one, (weights) => layer.setWeights(weights));
    }
    const [first, last] = [planned[0]!, planned.at(-1)!].map((one) => outputs.get(one)!);
    return model({ name: 'inception_v3', inputs: first!, outputs: last! });
  } catch (error) {
    for (const { weights } of built) for (const weight of weights) weight.dispose();
    throw error;
  }
}

function layerOf({ name, operation, channels }: PlannedLayer): Layer {
  switch (operation.type) {
    case 'conv': {
      const { kernel, stride: strides, padding } = operation;
      const shape = { filters: channels, kernelSize: kernel, strides, padding };
      // Zeros cost nothing to make: the weights of a file take their place.
      return layers.conv2d({ name, ...shape, useBias: false, kernelInitializer: 'zeros' });
    }
    case 'normalization':
      return layers.batchNormalization({ name, scale: false, epsilon: 1e-3 });
    case 'relu':
      return layers.activation({ name, activation: 'relu' });
    case 'maxPool':
      return layers.maxPooling2d({ name, poolSize: 3, strides: 2 });
    case 'averagePool':
      return layers.averagePooling2d({ name, poolSize: 3, strides: 1, padding: 'same' });
    case 'concat':
      return layers.concatenate({ name });
    case 'input':
      throw new Error(`${name} is not built by apply`);
  }
}
