import { dispose, type Tensor4D } from '@tensorflow/tfjs-core';
import { layersNetwork } from '../../worker/experiments/deepdream/network/layers-network';
import { activity } from '../../worker/experiments/deepdream/objective';
import { ascend, slopeOf } from '../../worker/experiments/deepdream/step';
import { stepFlops } from '../flops';
import { randomTensor } from './inputs';
import { buildMobilenet } from './mobilenet';
import type { MakeWorkload } from './workload';

/** A step of gradient ascent on a picture: the network's weights stay, the picture changes. */
export const deepdream: MakeWorkload = (random) => {
  const network = buildMobilenet(random);
  const last = network.layers.at(-1)!.name;
  const pictures = layersNetwork(network, { name: 'mobilenet', range: [-1, 1] })!;
  const features = pictures.features([last]);
  const image = randomTensor([1, 224, 224, 3], random, -1, 1) as Tensor4D;
  return {
    flops: stepFlops(network, 1, { trained: false, inputGradient: true }),
    step() {
      const { loss, gradient } = slopeOf(features, [activity(1, 0)], image);
      const next = ascend(image, gradient, 0.01);
      dispose([loss, gradient]);
      return next;
    },
  };
};
