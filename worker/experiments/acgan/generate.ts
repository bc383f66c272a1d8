import {
  add,
  matMul,
  mul,
  relu,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import { upsampledConv2d } from '../../training/upsampled-conv';

type Layer = layers.Layer;

/**
 * What the generator makes of latents and classes, as its `apply` does, but faster: the convolutions of
 * enlarged pictures, nearly all of its work, are computed without enlarging them.
 *
 * @param latents [batch, latentSize]
 * @param classes one-hot: [batch, 10]
 * @returns [batch, 28, 28, 1], −1 to 1
 */
export function generate(generator: LayersModel, latents: Tensor2D, classes: Tensor2D): Tensor4D {
  return tidy(() => {
    const embeddings = layerOf(generator, 'Embedding').weights[0]!.read() as Tensor2D; // [10, latentSize]
    const { layers: steps } = layerOf(generator, 'Sequential') as Layer & { layers: Layer[] };
    let x: Tensor = mul(latents, matMul(classes, embeddings));
    for (let i = 0; i < steps.length; i++) {
      const enlarges = steps[i]!.getClassName() === 'UpSampling2D';
      x = enlarges ? enlargedConv(x as Tensor4D, steps[++i]!) : (steps[i]!.apply(x) as Tensor);
    }
    return x as Tensor4D;
  });
}

function layerOf({ layers: all }: LayersModel, className: string): Layer {
  return all.find((layer) => layer.getClassName() === className)!;
}

/** A conv2d layer with relu, as the generator's are that follow an UpSampling2D. */
function enlargedConv(x: Tensor4D, layer: Layer): Tensor {
  const [filter, bias] = layer.weights.map((weight) => weight.read());
  return relu(add(upsampledConv2d(x, filter as Tensor4D), bias!));
}
