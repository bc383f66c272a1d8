import { train } from '@tensorflow/tfjs-core';
import { buildNetworks } from '../../worker/experiments/acgan/network';
import { acganStep } from '../../worker/experiments/acgan/step';
import { forwardFlops, stepFlops } from '../flops';
import { randomClasses, randomTensor } from './inputs';
import type { MakeWorkload } from './workload';

const BATCH = 10; // not Keras' 100: a step has a hundred GFLOP as it is

/** The full network; latents and classes are drawn anew in each step, as the experiment does. */
export const acgan: MakeWorkload = (random) => {
  const networks = buildNetworks({ latentSize: 100, classes: 10, width: 1 }, random);
  const adam = () => train.adam(0.0002, 0.5);
  const trainer = {
    ...networks,
    ...{ optimizers: { generator: adam(), discriminator: adam() }, latentSize: 100, random },
    ...{ smoothing: 0, generatedClasses: true },
  };
  const real = { x: randomTensor([BATCH, 28, 28, 1], random, -1, 1), y: randomClasses([BATCH], 10, random) };
  const { generator, discriminator } = networks;
  const discriminating = forwardFlops(generator, BATCH) + stepFlops(discriminator, 2 * BATCH);
  const generating =
    stepFlops(generator, 2 * BATCH) +
    stepFlops(discriminator, 2 * BATCH, { trained: false, inputGradient: true });
  return {
    flops: discriminating + generating,
    step: () => Object.values(acganStep(trainer, real)),
  };
};
