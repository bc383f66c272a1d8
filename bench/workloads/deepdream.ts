import {
  abs,
  add,
  div,
  maximum,
  mean,
  mul,
  square,
  type Tensor,
  tidy,
  valueAndGrad,
} from '@tensorflow/tfjs-core';
import { stepFlops } from '../flops';
import { randomTensor } from './inputs';
import { buildMobilenet } from './mobilenet';
import type { MakeWorkload } from './workload';

/** A step of gradient ascent on a picture: the network's weights stay, the picture changes. */
export const deepdream: MakeWorkload = (random) => {
  const network = buildMobilenet(random);
  const image = randomTensor([1, 224, 224, 3], random, -1, 1);
  const gradient = valueAndGrad((x: Tensor) => mean(square(network.apply(x, { training: false }) as Tensor)));
  return {
    flops: stepFlops(network, 1, { trained: false, inputGradient: true }),
    step: () =>
      tidy(() => {
        const { grad } = gradient(image);
        return add(image, mul(div(grad, maximum(mean(abs(grad)), 1e-7)), 0.01));
      }),
  };
};
