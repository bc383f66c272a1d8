// The data of a fit: arrays of the page, or a data set of the lab, put to the inputs and outputs of a network.
import { InvalidOptionError } from '../../src/errors';
import type { DatasetInfo, DatasetReference } from '../../src/protocol';
import type { Batch, Dataset, Preprocessing, Split, Values } from '../data/dataset';
import { BINARY, CATEGORICAL, SPARSE } from '../training/losses';
import { isNumbers, placeOf, readNumbers, type Shaped } from './arrays';
import { byName } from './named';
import type { Goal, TargetKind } from './objectives';
import type { Output, Port } from './outputs';

export interface FitData {
  /** What inputs and targets are, in the network's order. */
  inputs: { shape: number[] /** What the bytes 0 and 255 become. */; range?: readonly [number, number] }[];
  targets: (TargetKind & { shape: number[] /** Number of classes, if known. */; classes?: number })[];
  train: Split;
  test: Split;
  /** Whether `read` gives at once. */
  inMemory: boolean;
  info: DatasetInfo;
  /** Names of the classes, and how a visitor's input becomes what the network takes. */
  classes?: string[];
  preprocessing?: Preprocessing;
}

export const NO_EXAMPLES: Split = { count: 0, read: () => ({ inputs: [], targets: [] }) };

/** Whether it is `{ x, y }`. */
export const isArrays = (data: unknown): data is { x: unknown; y: unknown; sampleWeight?: unknown } =>
  typeof data === 'object' && data !== null && 'x' in data && 'y' in data;

export const isDataset = (data: unknown): data is DatasetReference =>
  typeof data === 'object' && data !== null && 'labDataset' in data;

/** The shape of one example in data that tell it before there is a network. */
export function shapeIn(
  data: unknown,
  datasetOf: (reference: DatasetReference) => Dataset,
): number[] | undefined {
  if (isDataset(data)) return datasetOf(data).description.inputs[0]?.shape;
  if (!isArrays(data)) return undefined;
  const { x } = data;
  if (Array.isArray(x) && isNumbers(x)) {
    const shape: number[] = [];
    for (let level: unknown = x[0]; Array.isArray(level) || ArrayBuffer.isView(level); ) {
      const list = level as unknown as ArrayLike<unknown>;
      shape.push(list.length);
      level = list[0];
    }
    return shape.length > 0 ? shape : [1];
  }
  const shape = isNumbers(x) && 'shape' in (x as object) ? (x as { shape: unknown }).shape : undefined;
  if (!Array.isArray(shape)) return undefined;
  return shape.length > 1 ? shape.slice(1) : [1];
}

interface Columns {
  inputs: Shaped[];
  targets: Shaped[];
  count: number;
}

/** @throws InvalidOptionError for what does not fit the network, naming it */
export function readColumns(
  { x, y }: { x: unknown; y: unknown },
  inputs: readonly Port[],
  outputs: readonly Output[],
  field: string,
): Columns {
  const xs = byName(x, names(inputs), `${field}.x`).map(({ given, field: at }, i) => {
    const port = inputs[i]!;
    const one = readNumbers(given, at, port.shape);
    const shape = fitted(one.shape.slice(1), port.shape);
    if (shape) return { values: one.values, shape: [one.shape[0]!, ...shape] };
    throw new InvalidOptionError(
      at,
      `of shape ${words(one.shape)}`,
      `${words(['examples', ...port.shape])}, as the input ${port.name} takes`,
    );
  });
  const count = xs[0]!.shape[0]!;
  const ys = byName(y, names(outputs), `${field}.y`).map(({ given, field: at }, i) => {
    const { shape } = outputs[i]!;
    const lone = ArrayBuffer.isView(given) && !(given instanceof DataView);
    const perExample = lone ? (given as unknown as ArrayLike<number>).length === count : false;
    return readNumbers(given, at, perExample ? [] : shape);
  });
  if (count === 0) throw new InvalidOptionError(`${field}.x`, 'no examples', 'one or more');
  for (const [kind, all] of [
    ['x', xs],
    ['y', ys],
  ] as const) {
    for (const { shape } of all) {
      if (shape[0] === count) continue;
      throw new InvalidOptionError(
        `${field}.${kind}`,
        `${shape[0]} examples`,
        `${count}, as many as there are in x`,
      );
    }
  }
  return { inputs: xs, targets: ys, count };
}

const names = (ports: readonly Port[]) => ports.map(({ name }) => name);
const words = (shape: readonly (number | string | null)[]) => `[${shape.map((n) => n ?? 'any').join(', ')}]`;

/** The shape as the network takes it, of one that differs at most by a last 1; `undefined` if it does not fit. */
export function fitted(shape: readonly number[], port: readonly (number | null)[]): number[] | undefined {
  const matches = (one: readonly number[]) =>
    one.length === port.length && port.every((n, i) => n === null || n === one[i]);
  const tries = [shape, [...shape, 1], ...(shape.at(-1) === 1 ? [shape.slice(0, -1)] : [])];
  const found = tries.find(matches);
  return found && [...found];
}

/**
 * What the targets of an output are, by their shape.
 * @throws InvalidOptionError if they can be no targets of it
 */
export function targetKind(
  shape: readonly number[],
  output: Output,
  field: string,
): TargetKind & { shape: number[] } {
  const width = output.shape.at(-1) ?? 1;
  const single = fitted(shape, output.shape.slice(0, -1)) ?? fitted(shape, [...output.shape.slice(0, -1), 1]);
  const whole = fitted(shape, output.shape);
  if (whole) return { shape: whole, classNumbers: false };
  const suits = output.activation === 'softmax' || output.activation === undefined;
  if (width > 1 && single && suits)
    return { shape: single.slice(0, output.shape.length - 1), classNumbers: true };
  throw new InvalidOptionError(
    field,
    `of shape ${words(['examples', ...shape])}`,
    `${words(['examples', ...output.shape])}${output.activation === 'softmax' ? `, or class numbers, ${words(['examples', ...output.shape.slice(0, -1)])}` : ''}, as the output ${output.name} gives`,
  );
}

/** Reads `{ x, y }`, and what it is to be validated on: a share of it, or `{ x, y }` too. */
export function readArrayData(
  data: { x: unknown; y: unknown },
  validation: unknown,
  inputs: readonly Port[],
  outputs: readonly Output[],
  field = 'data',
): FitData & { columns: Columns; held?: Columns } {
  const columns = readColumns(data, inputs, outputs, field);
  const { train, held } = divided(columns, validation, inputs, outputs);
  const targets = columns.targets.map(({ shape }, i) =>
    targetKind(
      shape.slice(1),
      outputs[i]!,
      outputs.length > 1 ? `${field}.y.${outputs[i]!.name}` : `${field}.y`,
    ),
  );
  const found: FitData = {
    inputs: columns.inputs.map(({ shape }) => ({ shape: shape.slice(1) })),
    targets,
    train: splitOf(train),
    test: held ? splitOf(held) : NO_EXAMPLES,
    inMemory: true,
    info: { name: 'arrays', source: 'page', train: train.count, test: held?.count ?? 0 },
  };
  return { ...found, columns, ...(held && isArrays(validation) && { held }) };
}

function divided(
  columns: Columns,
  validation: unknown,
  inputs: readonly Port[],
  outputs: readonly Output[],
): { train: Columns; held?: Columns } {
  if (validation === undefined || validation === 0) return { train: columns };
  if (isArrays(validation)) {
    const held = readColumns(validation, inputs, outputs, 'validation');
    for (const [i, { shape }] of held.targets.entries()) {
      const expected = columns.targets[i]!.shape.slice(1);
      if (`${shape.slice(1)}` === `${expected}`) continue;
      throw new InvalidOptionError(
        'validation.y',
        `of shape ${words(shape)}`,
        `${words(['examples', ...expected])}, as in data`,
      );
    }
    return { train: columns, held };
  }
  checkShare(validation);
  const { count } = columns;
  const first = Math.floor(count * (1 - validation));
  if (first === 0 || first === count) {
    throw new InvalidOptionError(
      'validation',
      validation,
      `a share that leaves of ${count} examples one or more on each side`,
    );
  }
  return { train: part(columns, 0, first), held: part(columns, first, count) };
}

export function checkShare(validation: unknown): asserts validation is number {
  if (typeof validation === 'number' && validation > 0 && validation < 1) return;
  throw new InvalidOptionError('validation', validation, 'a share from 0 to below 1, or { x, y }');
}

function part({ inputs, targets }: Columns, from: number, to: number): Columns {
  const cut = ({ values, shape: [, ...rest] }: Shaped): Shaped => {
    const size = rest.reduce((product, n) => product * n, 1);
    return { values: values.subarray(from * size, to * size), shape: [to - from, ...rest] };
  };
  return { inputs: inputs.map(cut), targets: targets.map(cut), count: to - from };
}

function splitOf({ inputs, targets, count }: Columns): Split {
  const gather = (indices: Uint32Array) => (one: Shaped) => {
    const size = one.shape.slice(1).reduce((product, n) => product * n, 1);
    const rows = new (one.values.constructor as new (length: number) => Values)(indices.length * size);
    for (let row = 0; row < indices.length; row++) {
      const from = indices[row]! * size;
      rows.set(one.values.subarray(from, from + size), row * size);
    }
    return rows;
  };
  return {
    count,
    read: (indices): Batch => ({
      inputs: inputs.map(gather(indices)),
      targets: targets.map(gather(indices)),
    }),
  };
}

/** A data set of the lab: its fields by name where the network has these names, else in their order. */
export function datasetData(
  dataset: Dataset,
  validation: unknown,
  inputs: readonly Port[],
  outputs: readonly Output[],
): FitData {
  const { description, preprocessing } = dataset;
  const x = match(description.inputs, inputs, 'inputs');
  const y = match(description.targets, outputs, 'targets');
  const range = preprocessing.kind === 'pictures' ? preprocessing.range : undefined;
  const order = (split: Split): Split => ({
    count: split.count,
    read(indices) {
      const pick = (batch: Batch): Batch => ({
        inputs: x.map((from) => batch.inputs[from]!),
        targets: y.map((from) => batch.targets[from]!),
      });
      const batch = split.read(indices);
      return batch instanceof Promise ? batch.then(pick) : pick(batch);
    },
  });
  let [train, test] = [dataset.train, dataset.test];
  if (validation !== undefined) {
    if (validation === 0) test = NO_EXAMPLES;
    else {
      checkShare(validation);
      const first = Math.max(1, Math.floor(train.count * (1 - validation)));
      [train, test] = [between(train, 0, first), between(train, first, train.count)];
    }
  }
  if (train.count === 0)
    throw new InvalidOptionError('data', `${description.name} without examples`, 'one or more');
  const { name, source } = description;
  return {
    inputs: x.map((from, i) => {
      const { shape, dtype } = description.inputs[from]!;
      const found = fitted(shape, inputs[i]!.shape);
      if (!found) {
        throw new InvalidOptionError(
          'data',
          `${name} with ${description.inputs[from]!.name} of shape ${words(shape)}`,
          `${words(inputs[i]!.shape)}, as the input ${inputs[i]!.name} takes`,
        );
      }
      return { shape: found, ...(range && dtype === 'uint8' && { range }) };
    }),
    targets: y.map((from, i) => {
      const { shape, classes } = description.targets[from]!;
      const kind = targetKind(shape, outputs[i]!, 'data');
      const width = outputs[i]!.shape.at(-1) ?? 1;
      if (classes && kind.classNumbers && classes.length > width) {
        throw new InvalidOptionError(
          'data',
          `${name} with ${classes.length} classes`,
          `at most ${width}, as the output ${outputs[i]!.name} has`,
        );
      }
      return { ...kind, classes: classes?.length };
    }),
    train: order(train),
    test: order(test),
    inMemory: false,
    info: { name, source, train: train.count, test: test.count },
    classes: description.classes,
    preprocessing,
  };
}

function match(fields: readonly { name: string }[], ports: readonly Port[], kind: string): number[] {
  if (fields.length !== ports.length) {
    throw new InvalidOptionError(
      'data',
      `a data set with ${fields.length} ${kind}`,
      `${ports.length}, as the network has: ${names(ports).join(', ')}`,
    );
  }
  const named = ports.map(({ name }) => fields.findIndex((field) => field.name === name));
  return named.every((at) => at >= 0) ? named : ports.map((_, i) => i);
}

function between(split: Split, from: number, to: number): Split {
  return { count: to - from, read: (indices) => split.read(indices.map((index) => index + from)) };
}

/** @throws InvalidOptionError for a target that its loss cannot take */
export function checkTargets(columns: Columns, goals: readonly Goal[], field: string): void {
  for (const [i, { values, shape }] of columns.targets.entries()) {
    const { lossName, output } = goals[i]!;
    const width = output.shape.at(-1) ?? 1;
    const name = goals.length > 1 ? `${field}.${output.name}` : field;
    const refuse = (at: number, allowed: string) => {
      if (at >= 0) throw new InvalidOptionError(`${name}${placeOf(at, shape)}`, values[at], allowed);
    };
    if (lossName === SPARSE) {
      const bad = values.findIndex((value) => !(Number.isInteger(value) && value >= 0 && value < width));
      refuse(bad, `a class from 0 to ${width - 1}, as the output ${output.name} has ${width}`);
    } else if (lossName === CATEGORICAL || lossName === BINARY) {
      refuse(
        values.findIndex((value) => value < 0 || value > 1),
        'a share from 0 to 1, as the loss takes',
      );
    }
  }
}

export type { Columns };
