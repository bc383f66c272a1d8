// The experiments that learn to tell classes apart, with the batch sizes of the Keras examples.
import { type Optimizer, type Tensor, train, type Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { buildNetwork as buildAddition } from '../../worker/experiments/addition/network';
import { buildNetwork as buildAntirectifier } from '../../worker/experiments/antirectifier/network';
import { buildNetwork as buildCifar10 } from '../../worker/experiments/cifar10/network';
import { buildNetwork as buildTransfer } from '../../worker/experiments/transfer/network';
import { Adadelta } from '../../worker/training/adadelta';
import { crossEntropy } from '../../worker/training/metrics';
import { stepFlops } from '../flops';
import { randomClasses, randomTensor } from './inputs';
import type { MakeWorkload, Workload } from './workload';

export const addition: MakeWorkload = (random) => {
  const network = buildAddition({ digits: 3, hiddenSize: 128, decoderLayers: 1, inverted: true }, random);
  const x = randomClasses([128, 7], 12, random);
  return classifier(network, train.adam(0.001), x, randomClasses([128, 4], 12, random));
};

export const antirectifier: MakeWorkload = (random) => {
  const network = buildAntirectifier({ hiddenSize: 256, dropout: 0.1 }, 10, random);
  const x = randomTensor([128, 784], random);
  return classifier(network, train.rmsprop(0.001, 0.9), x, randomClasses([128], 10, random));
};

export const cifar10: MakeWorkload = (random) => {
  const x = randomTensor([32, 32, 32, 3], random);
  const optimizer = train.rmsprop(1e-4, 0.9, 0, 1e-14);
  return classifier(buildCifar10(10, random), optimizer, x, randomClasses([32], 10, random));
};

export const transfer: MakeWorkload = (random) => digits(random, false);

export const transferFrozen: MakeWorkload = (random) => digits(random, true);

function digits(random: Parameters<MakeWorkload>[0], frozen: boolean): Workload {
  const { network, featureLayers } = buildTransfer(5, random);
  if (frozen) for (const layer of featureLayers) layer.trainable = false;
  const x = randomTensor([128, 28, 28, 1], random);
  return classifier(network, new Adadelta(1, 0.95), x, randomClasses([128], 5, random));
}

/** A step as `fit` takes it, but for counting what was right. */
function classifier(network: LayersModel, optimizer: Optimizer, x: Tensor, y: Tensor): Workload {
  const loss = () => crossEntropy(y, network.apply(x, { training: true }) as Tensor);
  return {
    flops: stepFlops(network, x.shape[0]!),
    step() {
      const weights = network.trainableWeights.map((weight) => weight.read() as Variable);
      return optimizer.minimize(loss, true, weights)!;
    },
  };
}
