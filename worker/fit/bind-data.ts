// Puts data, losses, metrics and weights of examples together, all checked before the first step.
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { InvalidOptionError } from '../../src/errors';
import type { AugmentOptions, PullBatch, WireBatch } from '../../src/fit-protocol';
import type { DatasetReference } from '../../src/protocol';
import type { Dataset, Values } from '../data/dataset';
import { augmented } from '../training/augmentation';
import type { Examples } from '../training/examples';
import type { Random } from '../training/random';
import { readNumbers } from './arrays';
import {
  checkTargets,
  datasetData,
  type FitData,
  isArrays,
  isDataset,
  NO_EXAMPLES,
  readArrayData,
} from './fit-data';
import { byName } from './named';
import { type Goal, readObjectives } from './objectives';
import type { Output, Port } from './outputs';
import type { ReadOptions } from './read-options';
import { streamExamples } from './stream-examples';
import { tensorExamples, type Weighting } from './tensor-examples';

interface Surroundings {
  inputs: readonly Port[];
  outputs: readonly Output[];
  /** Gives batches of the page's own, where `given` says that there are. */
  pull: PullBatch | undefined;
  datasetOf(reference: DatasetReference): Dataset;
}

/** What a network is trained on and for. */
export interface Bound {
  data: FitData;
  goals: Goal[];
  train: Examples<Tensor[]>;
  test: Examples<Tensor[]>;
}

const noData = (given: unknown) =>
  new InvalidOptionError('data', given, '{ x, y }, a data set of this lab, or an iterable of batches');

/** @throws InvalidOptionError for what is no data at all */
export function checkData(given: unknown, pull: PullBatch | undefined): void {
  if (!pull && !isDataset(given) && !isArrays(given)) throw noData(given);
}

/** @throws InvalidOptionError naming what of data, losses, metrics or weights does not fit the network */
export async function bindData(given: unknown, options: ReadOptions, around: Surroundings): Promise<Bound> {
  const { inputs, outputs, pull, datasetOf } = around;
  if (pull) return bindBatches(pull, options, inputs, outputs);
  if (options.stepsPerEpoch !== undefined) {
    throw new InvalidOptionError(
      'stepsPerEpoch',
      options.stepsPerEpoch,
      'none, as data are no batches of the page',
    );
  }
  if (isDataset(given)) {
    const data = datasetData(datasetOf(given), options.validation, inputs, outputs);
    const goals = readObjectives(options, outputs, data.targets);
    return withExamples(data, goals, readWeighting(options, options.sampleWeight, data, goals));
  }
  if (!isArrays(given)) {
    throw new InvalidOptionError(
      'data',
      given,
      '{ x, y }, a data set of this lab, or an iterable of batches',
    );
  }
  const { columns, held, ...data } = readArrayData(given, options.validation, inputs, outputs);
  const goals = readObjectives(options, outputs, data.targets);
  checkTargets(columns, goals, 'data.y');
  if (held) checkTargets(held, goals, 'validation.y');
  if (given.sampleWeight !== undefined && options.sampleWeight !== undefined) {
    throw new InvalidOptionError('sampleWeight', options.sampleWeight, 'none, as data.sampleWeight is given');
  }
  const weights = given.sampleWeight ?? options.sampleWeight;
  return withExamples(data, goals, readWeighting(options, weights, data, goals));
}

/**
 * The same examples, their pictures changed at random.
 * @throws InvalidOptionError where no input takes pictures
 */
export function withAugmentation(
  examples: Examples<Tensor[]>,
  how: AugmentOptions | undefined,
  inputs: readonly Port[],
  random: Random,
): Examples<Tensor[]> {
  if (!how) return examples;
  const { shift = 0, flip = false, rotate, zoom } = how;
  const pictures = inputs.map(({ shape }) => shape.length === 3 && (shape[2] === null || shape[2]! <= 4));
  if (!pictures.some(Boolean)) {
    const shapes = inputs.map(({ shape }) => `[${shape.map((n) => n ?? 'any').join(', ')}]`);
    throw new InvalidOptionError(
      'augment',
      `given for inputs of ${shapes.join(', ')}`,
      'for pictures, [height, width, channels]',
    );
  }
  return {
    ...examples,
    batch(indices, loaded) {
      const { x, ...rest } = examples.batch(indices, loaded);
      const change = (one: Tensor, i: number) =>
        pictures[i] ? augmented(one as Tensor4D, { shift, flip, rotate, zoom }, random) : one;
      return { x: x.map(change), ...rest };
    },
  };
}

function withExamples(data: FitData, goals: Goal[], weighting: Weighting): Bound {
  return {
    ...{ data, goals },
    train: tensorExamples(data, data.train, weighting),
    test: tensorExamples(data, data.test),
  };
}

/** The first batch tells what there is; each later one is checked as it comes. */
async function bindBatches(
  pull: PullBatch,
  options: ReadOptions,
  inputs: readonly Port[],
  outputs: readonly Output[],
): Promise<Bound> {
  const { validation, sampleWeight, stepsPerEpoch: steps } = options;
  if (validation !== undefined && !isArrays(validation)) {
    throw new InvalidOptionError('validation', validation, '{ x, y }, as data are batches of the page');
  }
  if (sampleWeight !== undefined) {
    throw new InvalidOptionError('sampleWeight', sampleWeight, 'none: batches of the page bring their own');
  }
  const first = await pull(true);
  if (!first) throw new InvalidOptionError('data', 'an iterable without batches', 'one or more');
  const read = (batch: WireBatch) => readArrayData(batch, undefined, inputs, outputs);
  const { targets } = read(first);
  const held = validation && readArrayData(validation as never, undefined, inputs, outputs, 'validation');
  const goals = readObjectives(options, outputs, targets);
  if (held) checkTargets(held.columns, goals, 'validation.y');
  const convert = (batch: WireBatch) => {
    const { columns, ...data } = read(batch);
    checkTargets(columns, goals, 'data.y');
    return withExamples(data, goals, readWeighting(options, batch.sampleWeight, data, goals)).train;
  };
  const test = held?.train ?? NO_EXAMPLES;
  const info = { name: 'batches', source: 'page', train: 0, test: test.count };
  const data: FitData = { ...read(first), test, info };
  return {
    ...{ data, goals },
    train: streamExamples(pull, first, steps, convert),
    test: held ? tensorExamples(held, held.train) : tensorExamples(data, NO_EXAMPLES),
  };
}

function readWeighting(
  { classWeight }: Pick<ReadOptions, 'classWeight'>,
  sampleWeight: unknown,
  data: FitData,
  goals: readonly Goal[],
): Weighting {
  return {
    samples: sampleWeight === undefined ? [] : readSampleWeights(sampleWeight, data, goals),
    classes: classWeight === undefined ? [] : readClassWeights(classWeight, data, goals),
  };
}

function readSampleWeights(
  given: unknown,
  { train, test }: FitData,
  goals: readonly Goal[],
): (Values | undefined)[] {
  const names = goals.map(({ output }) => output.name);
  const isNamed =
    typeof given === 'object' && given !== null && names.some((name) => Object.hasOwn(given, name));
  const all = isNamed ? { ...Object.fromEntries(names.map((name) => [name, []])), ...given } : given;
  const each = isNamed
    ? byName(all, names, 'sampleWeight')
    : names.map(() => ({ given: all, field: 'sampleWeight' }));
  return each.map(({ given: one, field }) => {
    if (isNamed && Array.isArray(one) && one.length === 0) return undefined;
    const { values, shape } = readNumbers(one, field, []);
    const whole = train.count + test.count;
    // One an example of `data`, of which the last may be for validation.
    if (values.length !== shape[0] || (values.length !== train.count && values.length !== whole)) {
      throw new InvalidOptionError(field, `${values.length} numbers`, `one an example: ${train.count}`);
    }
    const negative = values.findIndex((value) => value < 0);
    if (negative >= 0)
      throw new InvalidOptionError(`${field}[${negative}]`, values[negative], 'a number from 0');
    return values;
  });
}

function readClassWeights(
  given: unknown,
  { classes: named }: FitData,
  goals: readonly Goal[],
): (Float32Array | undefined)[] {
  const isObject = typeof given === 'object' && given !== null;
  if (!isObject)
    throw new InvalidOptionError('classWeight', given, 'numbers by class, such as { 0: 1, 1: 5 }');
  const names = goals.map(({ output }) => output.name);
  const byOutput =
    !Array.isArray(given) &&
    Object.keys(given).some((name) => names.includes(name) && typeof (given as never)[name] === 'object');
  if (goals.length > 1 && !byOutput) {
    throw new InvalidOptionError('classWeight', given, `an object by output: ${names.join(', ')}`);
  }
  return goals.map(({ output, lossName }) => {
    const own = byOutput ? (given as Record<string, unknown>)[output.name] : given;
    if (own === undefined) return undefined;
    const field = byOutput ? `classWeight.${output.name}` : 'classWeight';
    const width = output.shape.at(-1) ?? 1;
    const count = width === 1 ? 2 : width;
    if (output.shape.length !== 1 || !/Crossentropy/.test(lossName)) {
      throw new InvalidOptionError(field, own, `none: the output ${output.name} has no classes`);
    }
    const weights = new Float32Array(count).fill(1);
    for (const [name, weight] of Object.entries(own as object)) {
      const at = named?.indexOf(name) ?? -1;
      const number = at >= 0 ? at : Number(name);
      if (!(Number.isInteger(number) && number >= 0 && number < count)) {
        throw new InvalidOptionError(`${field}.${name}`, weight, `for a class from 0 to ${count - 1}`);
      }
      if (typeof weight !== 'number' || !(weight >= 0 && weight < Number.POSITIVE_INFINITY)) {
        throw new InvalidOptionError(`${field}.${name}`, weight, 'a number from 0');
      }
      weights[number] = weight;
    }
    return weights;
  });
}
