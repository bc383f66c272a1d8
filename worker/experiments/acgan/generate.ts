import { add, relu, type Tensor, type Tensor2D, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import { upsampledConv2d } from '../../training/upsampled-conv';

type Layer = layers.Layer;

/**
 * What the generator makes of latents and classes, as its `apply` does, but faster: the convolutions of
 * enlarged pictures, nearly all of its work, are computed without enlarging them.
 *
 * @param latents [batch, latentSize]
 * @param digits [batch, 1], int32
 * @returns [batch, 28, 28, 1], −1 to 1
 */
export function generate(generator: LayersModel, latents: Tensor2D, digits: Tensor2D): Tensor4D {
  return tidy(() => {
    const { embedding, flatten, multiply, picture } = partsOf(generator);
    const embedded = flatten.apply(embedding.apply(digits)) as Tensor;
    let x = multiply.apply([latents, embedded]) as Tensor;
    for (let i = 0; i < picture.length; i++) {
      const enlarges = picture[i]!.getClassName() === 'UpSampling2D';
      x = enlarges ? enlargedConv(x as Tensor4D, picture[++i]!) : (picture[i]!.apply(x) as Tensor);
    }
    return x as Tensor4D;
  });
}

function partsOf({ layers: all }: LayersModel) {
  const one = (name: string) => all.find((layer) => layer.getClassName() === name)!;
  const picture = (one('Sequential') as Layer & { layers: Layer[] }).layers;
  return { embedding: one('Embedding'), flatten: one('Flatten'), multiply: one('Multiply'), picture };
}

/** A conv2d layer with relu, as the generator's are that follow an UpSampling2D. */
function enlargedConv(x: Tensor4D, layer: Layer): Tensor {
  const [filter, bias] = layer.weights.map((weight) => weight.read());
  return relu(add(upsampledConv2d(x, filter as Tensor4D), bias!));
}
