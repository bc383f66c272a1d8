// The loop of adversarial training: epochs of steps, each followed by the losses on the test examples.
import * as tf from '@tensorflow/tfjs-core';
import { TrainingError } from '../../../src/errors';
import type { Metrics } from '../../../src/protocol';
import { validationName } from '../../declare';
import type { ExperimentEvent, TrainContext } from '../../experiment';
import { meansOver, type Trained, trainEpochs } from '../../training/epochs';
import type { Examples } from '../../training/examples';
import { parameterCounts } from '../../training/parameter-counts';
import { optimizerPart, randomPart, valuePart } from '../../training/parts';
import type { Random } from '../../training/random';
import { drawGrid, drawLatents, generate } from './generate';
import type { AcganNetworks } from './network';
import { acganStep, lossesOf, metricsOf, mixedTargets, type TargetOptions } from './step';
import type { AcganSample, LossTable } from './types';

interface Options extends TargetOptions {
  epochs: number;
  batchSize: number;
  /** Of both networks' Adam, as is `beta1`. */
  learningRate: number;
  beta1: number;
  random: Random;
  own: TrainContext['own'];
  keep: TrainContext['keep'];
  /** Hears the losses of each epoch, before its sample. */
  onLosses(losses: LossTable): void;
}

interface Sets {
  train: Examples<tf.Tensor>;
  test: Examples<tf.Tensor>;
}

const PHASE = 'acgan';

/** A batch of the test takes about this share of a training step. */
const TEST_WORK = 0.25;

/** What `trainNetworks` adds to a run's plan. */
export function trainPlan(
  { train, test }: Sets,
  { epochs, batchSize }: Pick<Options, 'epochs' | 'batchSize'>,
) {
  const steps = epochs * Math.ceil(train.count / batchSize);
  return { steps, work: steps + TEST_WORK * epochs * Math.ceil(test.count / batchSize) };
}

/** @throws TrainingError when a loss is no longer a number */
export async function* trainNetworks(
  networks: AcganNetworks,
  { train, test }: Sets,
  {
    epochs,
    batchSize,
    learningRate,
    beta1,
    smoothing,
    generatedClasses,
    random,
    own,
    keep,
    onLosses,
  }: Options,
): AsyncGenerator<ExperimentEvent<AcganSample>, Trained, void> {
  const adam = () => own(tf.train.adam(learningRate, beta1));
  const optimizers = { generator: adam(), discriminator: adam() };
  const latents = random.fork('latents');
  keep('generator: optimizer', optimizerPart(optimizers.generator, networks.generator));
  keep('discriminator: optimizer', optimizerPart(optimizers.discriminator, networks.discriminator));
  keep('latents', randomPart(latents));
  const targets = { smoothing, generatedClasses };
  const trainer = { ...networks, ...targets, optimizers, random: latents };
  const counts = parameterCounts(networks.generator, networks.discriminator);
  let losses: LossTable | undefined;
  keep(
    'losses',
    valuePart(
      () => losses,
      (before) => {
        losses = before;
        if (before) onLosses(before);
      },
    ),
  );
  return yield* trainEpochs<AcganSample>({
    ...{ phase: PHASE, epochs, batchSize, counts, count: train.count, order: random.fork('order') },
    keep,
    step(indices) {
      const real = train.batch(indices);
      const metrics = acganStep(trainer, real);
      tf.dispose([real.x, real.y]);
      return { metrics };
    },
    check: checkFinite,
    async *validate(training) {
      const testing = yield* evaluate(networks, test, {
        ...{ batchSize, generatedClasses, random: random.fork('test') },
      });
      losses = lossTable(training, testing);
      onLosses(losses);
      return validation(testing);
    },
    async *afterEpoch(epoch) {
      const grid = await drawGrid(networks.generator, random.fork('grid'));
      yield { type: 'sample', epoch, sample: { grid, losses: losses! } };
    },
  });
}

function checkFinite(metrics: Metrics, epoch: number): void {
  const [name, loss] = Object.entries(metrics).find(([, value]) => !Number.isFinite(value)) ?? [];
  if (name) throw new TrainingError(`${name} is ${loss} in epoch ${epoch}: try a lower learning rate.`);
}

/** `generatorLoss` becomes `valGeneratorLoss`. */
function validation(metrics: Metrics): Metrics {
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [validationName(name), value]));
}

function lossTable(train: Metrics, test: Metrics): LossTable {
  const of = (metrics: Metrics, network: string) => ({
    loss: metrics[`${network}Loss`]!,
    generation: metrics[`${network}Generation`]!,
    auxiliary: metrics[`${network}Auxiliary`]!,
  });
  return {
    generator: { train: of(train, 'generator'), test: of(test, 'generator') },
    discriminator: { train: of(train, 'discriminator'), test: of(test, 'discriminator') },
  };
}

interface EvaluateOptions {
  batchSize: number;
  generatedClasses: boolean;
  random: Random;
}

/**
 * Each batch of real pictures is put beside as many generated ones for the discriminator, and twice as many
 * others are generated to pass for real.
 * @returns the metrics of a training step
 */
function evaluate(
  { generator, discriminator }: AcganNetworks,
  examples: Examples<tf.Tensor>,
  { batchSize, generatedClasses, random }: EvaluateOptions,
): AsyncGenerator<ExperimentEvent<never>, Metrics, void> {
  return meansOver({ count: examples.count, batchSize, work: TEST_WORK }, (indices) => {
    const count = indices.length;
    const { x, y } = examples.batch(indices);
    const { latents, classes } = drawLatents(3 * count, generator, random);
    const fakes = generate(generator, latents, classes); // [3 · count, 28, 28, 1]
    const images = tf.concat([x, tf.slice(fakes, 0, count)]);
    const targets = mixedTargets(y, tf.slice(classes, 0, count), { smoothing: 0, generatedClasses });
    const d = lossesOf(discriminator, images, targets, false);
    const passing = { real: tf.ones([2 * count, 1]), classes: tf.slice(classes, count) };
    const g = lossesOf(discriminator, tf.slice(fakes, count), passing, false);
    return metricsOf(g, d);
  });
}
