// Training a network of the page's own: what `lab.fit` asks for, as an experiment that the session can run.
import { InvalidOptionError } from '../../src/errors';
import type { Between, Moment, OptimizerOptions, PullBatch, UsedFitOptions } from '../../src/fit-protocol';
import type { ModelReference } from '../../src/protocol';
import type { AnyExperiment, LabNetwork, SoFar, TrainContext, Training } from '../experiment';
import { fit, fitPlan } from '../training/fit';
import { type Rates, ratesOf } from '../training/learning-rates';
import { type OptimizerState, readOptimizerState, writeOptimizerState } from '../training/optimizer-state';
import { createOptimizer, optimizerDefaults } from '../training/optimizers';
import { identityPart, networkPart, randomPart } from '../training/parts';
import { withSeededMath } from '../training/seeded-math';
import { withPageBetween } from './between';
import { bindData, checkData, withAugmentation } from './bind-data';
import { buildNetwork } from './build-network';
import { shapeIn } from './fit-data';
import { freezeLayers } from './freeze';
import type { Goal } from './objectives';
import { inputsOf, outputsOf } from './outputs';
import { type FitSettings, predict } from './predict';
import { fitProject } from './project';
import { type ReadOptions, readFitOptions } from './read-options';
import { readStop } from './stop-early';

interface FitContext {
  network: unknown;
  pull: PullBatch | undefined;
  between: Between | undefined;
  moments: Moment['type'][];
}

/** What of `lab.fit`'s options the session needs, checked as far as they can be without network and data. */
export function readFit(options: Record<string, unknown>, pull?: PullBatch, between?: Between) {
  const { network, data, moments = [], ...given } = options;
  const hyperparameters = readFitOptions(given);
  return {
    ...{
      experiment: ownNetwork,
      hyperparameters: hyperparameters as never,
      seed: hyperparameters.seed,
      data,
    },
    options: { network, pull, between, moments },
  };
}

/** What such a training is called. */
export const FIT = 'fit';

export const ownNetwork = {
  title: 'A network of the page',
  description: 'A network of the page, trained on data of the page.',
  ...{ hyperparameters: {}, presets: {}, metrics: {}, options: {} },
  takesLists: true,
  train,
  predict,
  project: fitProject,
} satisfies AnyExperiment as AnyExperiment;

async function* train(options: ReadOptions, context: TrainContext<unknown, FitContext>): Training<never> {
  const { random, data: given, own, networkOf, datasetOf, signal, stop: stopRun, keep } = context;
  const { network: source, pull, between, moments } = context.options;
  checkData(given, pull);
  const network = own(
    await buildNetwork(source, {
      ...{ random: random.fork('weights'), signal, networkOf },
      inputShape: () => shapeIn(given, datasetOf),
    }),
  );
  const [inputs, outputs] = [inputsOf(network), outputsOf(network)];
  const bound = await bindData(given, options, { inputs, outputs, pull, datasetOf });
  const { data, goals, test } = bound;
  const augmentation = random.fork('augmentation');
  const train = withAugmentation(bound.train, options.augment, inputs, augmentation);
  freezeLayers(network, options);

  const { epochs, batchSize } = options;
  const before = previous(source, networkOf);
  const used = usedOptimizer(options, before);
  const optimizer = own(createOptimizer(used));
  if (before && before.options.name === used.name && !options.resetOptimizer) {
    writeOptimizerState(optimizer, network, before);
  }
  const { stream } = train;
  const steps = stream ? stream.steps : Math.ceil(train.count / batchSize);
  yield { type: 'plan', ...planOf(steps ?? 1, test.count, options) };
  const rates = readRates(options, used.learningRate!, steps);
  const stop = readStop(options, goals, test.count > 0);
  const hyperparameters = usedOptions(options, used, goals);
  const outcome = async (): Promise<SoFar> => ({
    ...{ network, dataset: data.info, hyperparameters, classes: data.classes },
    optimizer: await readOptimizerState(optimizer, network, used),
    settings: {
      ...{ inputs, outputs, classes: data.classes, preprocessing: data.preprocessing },
    } satisfies FitSettings,
  });
  yield { type: 'so-far', outcome };
  const noise = random.fork('noise');
  keep('network', networkPart(network));
  keep(
    'data',
    identityPart('the data set', () => JSON.stringify(data.info)),
  );
  keep('augmentation', randomPart(augmentation));
  keep('noise', randomPart(noise));
  let taken = 0;
  const training = fit<never>(
    network,
    { train, test },
    {
      ...{ phase: 'fit', epochs, batchSize, optimizer, objectives: goals, gradients: used },
      random: options.shuffle ? random.fork('order') : { permutation: inOrder },
      ...{ learningRate: rates?.rate, keep },
      ...{ restoreBest: stop.restoreBest, isBetter: stop.isBetter },
      around(compute) {
        taken++;
        return withSeededMath(noise, compute);
      },
      async *afterEpoch(epoch) {
        // How many batches there are shows after the first epoch.
        if (steps === undefined && epoch === 1) yield { type: 'plan', ...planOf(taken, test.count, options) };
      },
      ends(metrics) {
        rates?.observe(metrics);
        return stop.ends(metrics);
      },
    },
  );
  const heard = between
    ? withPageBetween(training, { between, moments, stop: stopRun }, { network, optimizer })
    : training;
  const { phase, history } = yield* heard;
  return { ...(await outcome()), epoch: phase.epoch, metrics: phase.metrics, phases: [phase], history };
}

function planOf(steps: number, test: number, { epochs, batchSize }: ReadOptions) {
  const { steps: _, work } = fitPlan({ train: { count: 0 }, test: { count: test } }, { epochs, batchSize });
  return { steps: epochs * steps, work: epochs * steps + work };
}

function readRates(
  { learningRate, epochs }: ReadOptions,
  initial: number,
  stepsPerEpoch: number | undefined,
): Rates | undefined {
  if (!learningRate) return undefined;
  const { schedule } = learningRate;
  const countsEpochs = ['exponential', 'step', 'cosine', 'oneCycle'].includes(schedule);
  if (stepsPerEpoch === undefined && countsEpochs) {
    throw new InvalidOptionError('stepsPerEpoch', undefined, `a number, as ${schedule} counts in epochs`);
  }
  return ratesOf(learningRate, { initial, stepsPerEpoch: stepsPerEpoch ?? 1, epochs });
}

const inOrder = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);

function previous(
  source: unknown,
  networkOf: (reference: ModelReference) => LabNetwork,
): OptimizerState | undefined {
  if (typeof source !== 'object' || source === null || !('labModel' in source)) return undefined;
  const { experiment, optimizer } = networkOf(source as ModelReference);
  return experiment === FIT ? (optimizer as OptimizerState | undefined) : undefined;
}

/** The rate of a schedule is its first: the optimizer is told it before each step. */
function usedOptimizer(
  { optimizer, learningRate }: ReadOptions,
  before: OptimizerState | undefined,
): OptimizerOptions {
  const { adam } = optimizerDefaults;
  const used = optimizer ?? before?.options ?? ({ name: 'adam', ...adam } as OptimizerOptions);
  const initial = learningRate?.initial;
  return initial === undefined ? used : { ...used, learningRate: initial };
}

function usedOptions(
  options: ReadOptions,
  optimizer: OptimizerOptions,
  goals: readonly Goal[],
): UsedFitOptions {
  const { epochs, batchSize, shuffle, learningRate, stopEarly, augment, freeze, unfreeze } = options;
  const by = <T>(value: (goal: Goal) => T) =>
    Object.fromEntries(goals.map((goal) => [goal.output.name, value(goal)]));
  return {
    ...{ epochs, batchSize, optimizer, shuffle },
    loss: by(({ lossName }) => lossName),
    metrics: by(({ measures }) => measures.map(({ name }) => name)),
    ...(goals.some(({ weight = 1 }) => weight !== 1) && { lossWeights: by(({ weight = 1 }) => weight) }),
    ...(options.classWeight !== undefined && { classWeight: options.classWeight }),
    ...(learningRate && { learningRate }),
    ...(stopEarly && { stopEarly }),
    ...(augment && { augment }),
    ...(freeze.length > 0 && { freeze }),
    ...(unfreeze.length > 0 && { unfreeze }),
    ...(typeof options.validation === 'number' && { validation: options.validation }),
  };
}
