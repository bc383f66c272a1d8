// How well a network answers examples: loss, accuracy, and which class it takes for which. Outputs are read back
// and counted in double precision, so that the figures do not depend on the backend.
import { type DataType, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InvalidInputError, InvalidOptionError } from '../../src/errors';
import type { ClassScore, DatasetField, ModelEvaluation } from '../../src/protocol';
import type { Preprocessing, Split, Values } from '../data/dataset';
import { macrotask } from '../macrotask';

/** What a network is held against. */
export interface EvaluationData {
  split: Split;
  inputs: DatasetField[];
  targets: DatasetField[];
  /** How the bytes of pictures become numbers. */
  preprocessing: Preprocessing;
  /** Names of the network's classes; the numbers of its outputs where absent. */
  classes?: readonly string[];
  /** The network's number of each class of the examples; the same number where absent. */
  numbers?: readonly number[];
}

/** Keeps the logarithm finite; Keras' own value, as the training has it. */
const EPSILON = 1e-7;

/**
 * Lets messages in between two batches.
 * @throws InvalidInputError for examples that the network cannot take or whose targets are not of its output's form
 */
export async function evaluate(
  network: LayersModel,
  { split, inputs, targets, preprocessing, classes, numbers }: EvaluationData,
  batchSize: number,
): Promise<ModelEvaluation> {
  checkInputs(network, inputs);
  const [output] = network.outputs;
  const [target] = targets;
  if (network.outputs.length !== 1 || targets.length !== 1 || !output || !target) {
    throw new InvalidInputError(
      `evaluate takes one target and a network with one output, but there are ${targets.length} and ${network.outputs.length}.`,
    );
  }
  if (split.count === 0) throw new InvalidInputError('There are no examples to evaluate with.');
  const shape = output.shape.slice(1) as number[];
  const outputs = shape.reduce((size, length) => size * length, 1);
  const probability = network.layers.at(-1)?.getConfig().activation === 'sigmoid';
  const tally = tallyFor(target, shape, { classes, numbers, probability });
  for (let start = 0; start < split.count; start += batchSize) {
    const count = Math.min(batchSize, split.count - start);
    const batch = await split.read(Uint32Array.from({ length: count }, (_, i) => start + i));
    const answer = tidy(() => {
      const given = batch.inputs.map((values, i) => {
        const wanted = network.inputs[i]!;
        return inputTensor(
          values,
          [count, ...(wanted.shape.slice(1) as number[])],
          preprocessing,
          wanted.dtype,
        );
      });
      return network.predict(given.length === 1 ? given[0]! : given) as Tensor;
    });
    const predicted = await answer.data();
    answer.dispose();
    tally.add(batch.targets[0]!, predicted, count * outputs);
    await macrotask();
  }
  return { examples: split.count, ...tally.result() };
}

function checkInputs(network: LayersModel, fields: readonly DatasetField[]): void {
  const sizeOf = (shape: readonly (number | null)[]) => shape.reduce<number>((size, n) => size * (n ?? 1), 1);
  const show = (shapes: readonly (readonly (number | null)[])[]) =>
    shapes.map((shape) => `[${shape.map((n) => n ?? 'any').join(', ')}]`).join(' and ');
  const wanted = network.inputs.map(({ shape }) => shape.slice(1));
  const found = fields.map(({ shape }) => shape);
  const fits =
    wanted.length === found.length &&
    wanted.every((shape, i) => {
      const other = found[i]!;
      // What is flat to one may be a picture to the other.
      if (!shape.includes(null)) return sizeOf(shape) === sizeOf(other);
      return shape.length === other.length && shape.every((n, axis) => n === null || n === other[axis]);
    });
  if (!fits) {
    throw new InvalidInputError(`The network takes ${show(wanted)}, but the examples are ${show(found)}.`);
  }
}

/** @param shape with the batch; where it is open, the values must have it whole */
export function inputTensor(
  values: Values,
  shape: number[],
  preprocessing: Preprocessing,
  dtype: DataType = 'float32',
): Tensor {
  if (preprocessing.kind === 'pictures' && values instanceof Uint8Array) {
    const [low, high] = preprocessing.range;
    const table = Float32Array.from({ length: 256 }, (_, byte) => low + ((high - low) * byte) / 255);
    return tensor(
      Float32Array.from(values, (byte) => table[byte]!),
      shape,
    );
  }
  return dtype === 'int32'
    ? tensor(Int32Array.from(values), shape, 'int32')
    : tensor(Float32Array.from(values), shape);
}

interface Tally {
  /** @param size how many of the predicted numbers count */
  add(targets: Values, predicted: ArrayLike<number>, size: number): void;
  result(): Omit<ModelEvaluation, 'examples'>;
}

interface Classes extends Pick<EvaluationData, 'classes' | 'numbers'> {
  /** Whether a single output is the probability of the second of two classes. */
  probability: boolean;
}

function tallyFor(
  target: DatasetField,
  output: readonly number[],
  { classes, numbers, probability }: Classes,
): Tally {
  const last = output.at(-1) ?? 1;
  const rows = output.slice(0, -1).reduce((size, length) => size * length, 1);
  const size = target.shape.reduce((product, length) => product * length, 1);
  const isClass = last > 1 || probability || target.classes !== undefined;
  if (isClass && size === rows) {
    const labelOf = (targets: Values, row: number) => numbers?.[targets[row]!] ?? targets[row]!;
    return classTally(last, classes ?? target.classes, labelOf);
  }
  if (size !== rows * last) {
    throw new InvalidInputError(
      `The network answers [${output.join(', ')}], but the targets are [${target.shape.join(', ')}].`,
    );
  }
  return last > 1 ? oneHotOr(numberTally(size), last, classes) : numberTally(size);
}

/** Targets of as many numbers as there are outputs: classes if each row of the first batch is one-hot. */
function oneHotOr(numbers: Tally, classes: number, names: readonly string[] | undefined): Tally {
  let chosen: Tally | undefined;
  return {
    add(targets, predicted, size) {
      chosen ??= isOneHot(targets, classes)
        ? classTally(classes, names, (all, row) => hotOf(all, row, classes))
        : numbers;
      chosen.add(targets, predicted, size);
    },
    result: () => chosen!.result(),
  };
}

function isOneHot(targets: Values, classes: number): boolean {
  for (let row = 0; row < targets.length; row += classes) {
    const values = targets.subarray(row, row + classes);
    let ones = 0;
    for (const value of values) {
      if (value === 1) ones++;
      else if (value !== 0) return false;
    }
    if (ones !== 1) return false;
  }
  return true;
}

function hotOf(targets: Values, row: number, classes: number): number {
  return targets.subarray(row * classes, (row + 1) * classes).indexOf(1 as never);
}

/** @param outputs of a row; one is the probability of the second of two classes */
function classTally(
  outputs: number,
  names: readonly string[] | undefined,
  labelOf: (targets: Values, row: number) => number,
): Tally {
  const classes = Math.max(2, outputs);
  if (names && names.length !== classes) {
    throw new InvalidOptionError(
      'classes',
      `${names.length} names`,
      `${classes}: the network tells so many apart`,
    );
  }
  const labels = names ?? Array.from({ length: classes }, (_, i) => String(i));
  const confusion = labels.map(() => labels.map(() => 0));
  let loss = 0;
  let total = 0;
  return {
    add(targets, predicted, size) {
      for (let row = 0; row * outputs < size; row++) {
        const label = labelOf(targets, row);
        if (!(Number.isInteger(label) && label >= 0 && label < classes)) {
          throw new InvalidInputError(
            `Class ${label} is not among the ${classes} that the network tells apart.`,
          );
        }
        let guess = 0;
        let probability = 0;
        if (outputs === 1) {
          const second = predicted[row]!;
          guess = second > 0.5 ? 1 : 0;
          probability = label === 1 ? second : 1 - second;
        } else {
          const at = row * outputs;
          for (let i = 1; i < outputs; i++) if (predicted[at + i]! > predicted[at + guess]!) guess = i;
          probability = predicted[at + label]!;
        }
        loss -= Math.log(probability + EPSILON);
        confusion[label]![guess]!++;
        total++;
      }
    },
    result() {
      const right = confusion.reduce((sum, row, label) => sum + row[label]!, 0);
      return {
        loss: loss / total,
        accuracy: right / total,
        classes: [...labels],
        confusion,
        perClass: labels.map((label, i) => scoreOf(label, i, confusion)),
      };
    },
  };
}

function scoreOf(label: string, i: number, confusion: readonly number[][]): ClassScore {
  const right = confusion[i]![i]!;
  const support = confusion[i]!.reduce((sum, count) => sum + count, 0);
  const guessed = confusion.reduce((sum, row) => sum + row[i]!, 0);
  const precision = guessed === 0 ? 0 : right / guessed;
  const recall = support === 0 ? 0 : right / support;
  const f1 = right === 0 ? 0 : (2 * right) / (guessed + support);
  return { label, support, precision, recall, f1 };
}

/** Numbers to be answered: the loss is the mean squared error. */
function numberTally(size: number): Tally {
  let squares = 0;
  let absolute = 0;
  let total = 0;
  return {
    add(targets, predicted, count) {
      if (targets.length !== count) {
        throw new InvalidInputError(
          `Each target has ${size} numbers; ${targets.length} are no multiple of that.`,
        );
      }
      for (let i = 0; i < count; i++) {
        const error = predicted[i]! - targets[i]!;
        squares += error * error;
        absolute += Math.abs(error);
      }
      total += count;
    },
    result: () => ({ loss: squares / total, meanAbsoluteError: absolute / total }),
  };
}
