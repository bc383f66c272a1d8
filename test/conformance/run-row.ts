// Computes one row of the conformance table with tfjs-layers on the current backend, and compares.
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import type { LayerSpec, Row } from './cases/row.mjs';
import { distance, type Golden, relative } from './compare';
import { inputOf, valuesOf, weightOf } from './values';

export interface GoldenRow {
  digest: string;
  predict: Golden[];
  initial?: Golden[];
  output?: Golden[];
  loss?: number;
  gradients?: Golden[];
  inputGradients?: Golden[];
  metric?: number;
  losses?: number[];
  weights?: Golden[];
}

/** What a row came to: how far each of its parts is from the golden values, or why it was refused. */
export interface RowResult {
  id: string;
  /** By part: output, gradients and so on. */
  differences: Record<string, number>;
  /** What was thrown. */
  refused?: string;
}

type Layer = InstanceType<typeof layers.layers.Layer>;
type Symbolic = layers.SymbolicTensor;

const STEPS = 3;

/** Runs a row; tensors that it makes are gone when it is done. */
export async function runRow(row: Row, golden: GoldenRow): Promise<RowResult> {
  const differences: Record<string, number> = {};
  const note = (part: string, value: number) => {
    differences[part] = Math.max(differences[part] ?? 0, value);
  };
  const before = new Set(Object.keys(tf.engine().state.registeredVariables));
  tf.engine().startScope();
  try {
    await compareRow(row, golden, note);
    return { id: row.id, differences };
  } catch (error) {
    const { name, message } = error as Error;
    return { id: row.id, differences, refused: `${name}: ${message.split('\n')[0]!.slice(0, 200)}` };
  } finally {
    tf.engine().endScope();
    for (const [name, variable] of Object.entries(tf.engine().state.registeredVariables)) {
      if (!before.has(name)) variable.dispose();
    }
  }
}

/** The model of a row with its weights, what it is given, and what it answers; the caller disposes all of them. */
export function predictRow(row: Row): { model: layers.LayersModel; xs: tf.Tensor[]; predicted: tf.Tensor[] } {
  const { model, all } = buildModel(row);
  if (!row.ownWeights) for (const [i, layer] of all.entries()) setWeights(layer, i);
  const xs = inputsOf(row);
  const batchSize = row.inputs[0]!.shape[0]!;
  return { model, xs, predicted: list(tf.tidy(() => model.predict(single(xs), { batchSize }))) };
}

function inputsOf(row: Row): tf.Tensor[] {
  return row.inputs.map((spec, i) => {
    const values = inputOf(spec, i);
    return spec.kind === 'classes'
      ? tf.tensor(Int32Array.from(values), spec.shape, 'int32')
      : tf.tensor(values, spec.shape);
  });
}

async function compareRow(
  row: Row,
  golden: GoldenRow,
  note: (part: string, value: number) => void,
): Promise<void> {
  const noteAll = async (part: string, tensors: tf.Tensor[], expected: Golden[]) => {
    if (tensors.length !== expected.length) note(part, Infinity);
    for (const [i, tensor] of tensors.entries()) {
      note(part, distance({ shape: tensor.shape, values: await tensor.data() }, expected[i]!));
    }
  };
  if (row.eager) return compareAttention(row, golden, noteAll, note);
  const { model, all } = buildModel(row);
  const reset = () => {
    if (row.ownWeights) return;
    for (const [i, layer] of all.entries()) setWeights(layer, i);
  };
  reset();
  const weights = all.flatMap((layer) => [...layer.trainableWeights, ...layer.nonTrainableWeights]);
  const initial = weights.map((weight) => weight.read().clone());
  const restore = () => {
    for (const [i, weight] of weights.entries()) (weight.read() as tf.Variable).assign(initial[i]!);
    for (const layer of all) if ('resetStates' in layer && row.stateful) (layer as Stateful).resetStates();
  };
  const xs = inputsOf(row);
  const predicted = list(tf.tidy(() => model.predict(single(xs), { batchSize: row.inputs[0]!.shape[0]! })));
  await noteAll('predict', predicted, golden.predict);
  if (golden.initial) await noteAll('initial weights', initial, golden.initial);
  if (row.train === false) return;
  restore();

  const targets = predicted.map((y, i) => {
    const shape = row.target === 'classes' ? [...y.shape.slice(0, -1), 1] : y.shape;
    return tf.tensor(valuesOf(shape, 900 + i, row.target, y.shape.at(-1)), shape);
  });
  const optimizer = optimizerOf(row);
  const loss = row.loss ?? 'meanSquaredError';
  model.compile({ optimizer, loss, ...(row.metric && { metrics: [metricOf(row.metric)] }) });
  const floats = xs.filter(({ dtype }) => dtype === 'float32');
  const variables = all.flatMap((layer) =>
    layer.trainableWeights.map((weight) => weight.read() as tf.Variable),
  );
  const { lossFunctions } = model as unknown as { lossFunctions: Loss[] };
  let output: tf.Tensor[] = [];
  const lossOf = () => {
    output = list(model.apply(single(xs), { training: true }) as tf.Tensor | tf.Tensor[]).map((y) =>
      tf.keep(y),
    );
    const data = output.map((y, i) => tf.mean(lossFunctions[i]!(targets[i]!, y)));
    return tf.addN([...data, ...model.calculateLosses()].map((one) => tf.reshape(one, []))) as tf.Scalar;
  };
  const { value, grads } = tf.engine().gradients(lossOf, [...variables, ...floats]);
  await noteAll('output', output, golden.output!);
  note('loss', relative((await value.data())[0]!, golden.loss!));
  await noteAll('gradients', grads.slice(0, variables.length), golden.gradients!);
  await noteAll('input gradients', grads.slice(variables.length), golden.inputGradients!);
  tf.dispose(output);
  restore();

  if (golden.metric !== undefined) {
    const results = list(
      model.evaluate(single(xs), single(targets), { batchSize: row.inputs[0]!.shape[0]! }),
    );
    note('metric', relative((await results[1]!.data())[0]!, golden.metric));
  }
  if (!golden.losses) return;
  for (let step = 0; step < STEPS; step++) {
    const result = await model.trainOnBatch(single(xs), single(targets));
    note('losses', relative(Array.isArray(result) ? result[0]! : result, golden.losses[step]!));
  }
  await noteAll(
    'weights',
    weights.map((weight) => weight.read()),
    golden.weights!,
  );
  optimizer.dispose();
}

type NoteAll = (part: string, tensors: tf.Tensor[], expected: Golden[]) => Promise<void>;

/** What MultiHeadAttention shows of itself. */
interface Attention {
  _queryDense: Layer;
  _keyDense: Layer;
  _valueDense: Layer;
  outputDense: Layer;
}

/** Attention takes its value and key by name, which no model of tfjs-layers can give it. */
async function compareAttention(
  row: Row,
  golden: GoldenRow,
  noteAll: NoteAll,
  note: (part: string, value: number) => void,
): Promise<void> {
  const layer = buildObject(row.layers[0]!) as Layer;
  const [query, value, key] = row.inputs.map((spec, i) => tf.tensor(inputOf(spec, i), spec.shape));
  const named = { value: value!, ...(key && { key }) };
  const apply = (training: boolean) => layer.apply(query!, { ...named, training }) as tf.Tensor;
  apply(false); // builds it
  const { _queryDense, _keyDense, _valueDense, outputDense } = layer as unknown as Attention;
  const weights = [_queryDense, _keyDense, _valueDense, outputDense].flatMap((one) => one.trainableWeights);
  for (const [i, weight] of weights.entries()) {
    const shape = weight.shape as number[];
    (weight.read() as tf.Variable).assign(tf.tensor(weightOf(weight.originalName, shape, 0, i), shape));
  }
  await noteAll('predict', [apply(false)], golden.predict);
  // Only what the layer itself gives out as trainable is trained.
  if (layer.trainableWeights.length !== weights.length) note('trainable weights', Infinity);
  const variables = weights.map((weight) => weight.read());
  const inputs = [query!, value!, ...(key ? [key] : [])];
  const lossOf = () => {
    const y = apply(true);
    return tf.mean(tf.squaredDifference(y, tf.tensor(valuesOf(y.shape, 900), y.shape))) as tf.Scalar;
  };
  const { value: loss, grads } = tf.engine().gradients(lossOf, [...variables, ...inputs]);
  note('loss', relative((await loss.data())[0]!, golden.loss!));
  await noteAll('gradients', grads.slice(0, variables.length), golden.gradients!);
  await noteAll('input gradients', grads.slice(variables.length), golden.inputGradients!);
}

type Loss = (target: tf.Tensor, output: tf.Tensor) => tf.Tensor;

interface Stateful {
  resetStates(): void;
}

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
const single = <T>(values: T[]): T | T[] => (values.length === 1 ? values[0]! : values);

function setWeights(layer: Layer, index: number): void {
  const named = [...layer.trainableWeights, ...layer.nonTrainableWeights];
  for (const [i, weight] of named.entries()) {
    const shape = weight.shape as number[];
    // Not by setWeights, which would put constraints upon them: Keras does so only after a step.
    (weight.read() as tf.Variable).assign(tf.tensor(weightOf(weight.originalName, shape, index, i), shape));
  }
}

function buildModel(row: Row): { model: layers.LayersModel; all: Layer[] } {
  const inputs = row.inputs.map(({ shape, kind }) => {
    const dtype = kind === 'classes' ? 'int32' : 'float32';
    return layers.input(row.stateful ? { batchShape: shape, dtype } : { shape: shape.slice(1), dtype });
  });
  let flow: Symbolic[] = inputs;
  const all: Layer[] = [];
  const outputs: Symbolic[] = [];
  for (const spec of row.layers) {
    if (spec.from)
      flow = spec.from.map((one) =>
        typeof one === 'string' ? inputs[Number(one.slice(1))]! : outputs[one]!,
      );
    const layer = buildObject(spec) as Layer;
    flow = list(layer.apply(single(flow)) as Symbolic | Symbolic[]);
    all.push(layer);
    outputs.push(flow[0]!);
  }
  return { model: layers.model({ inputs, outputs: single(flow) }), all };
}

/** A layer, or what layers are configured with, by its class. */
function buildObject({ className, config }: Pick<LayerSpec, 'className' | 'config'>): unknown {
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  const [Class] = classNameMap[className] ?? [];
  if (!Class) throw new Error(`tfjs-layers has no ${className}.`);
  const built = Object.entries(config).map(([name, value]) => [name, builtValue(value)]);
  return new (Class as unknown as new (config: unknown) => unknown)(Object.fromEntries(built));
}

function builtValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(builtValue);
  if (value && typeof value === 'object' && 'className' in value) return buildObject(value as LayerSpec);
  return value;
}

function optimizerOf({ optimizer }: Row): tf.Optimizer {
  const { name, config } = optimizer ?? { name: 'sgd', config: { learningRate: 0.1 } };
  const c = (config ?? {}) as Record<string, never>;
  if (!config) return byName(name);
  switch (name) {
    case 'sgd':
      return tf.train.sgd(c.learningRate!);
    case 'momentum':
      return tf.train.momentum(c.learningRate!, c.momentum!, c.useNesterov);
    case 'adagrad':
      return tf.train.adagrad(c.learningRate!, c.initialAccumulatorValue);
    case 'adadelta':
      return tf.train.adadelta(c.learningRate, c.rho, c.epsilon);
    case 'adam':
      return tf.train.adam(c.learningRate, c.beta1, c.beta2);
    case 'adamax':
      return tf.train.adamax(c.learningRate, c.beta1, c.beta2);
    case 'rmsprop':
      return tf.train.rmsprop(c.learningRate!, c.decay, c.momentum, c.epsilon, c.centered);
  }
  throw new Error(`No optimizer ${name}.`);
}

/** As `compile` makes it of a string. */
function byName(name: string): tf.Optimizer {
  const model = layers.sequential({ layers: [layers.layers.dense({ units: 1, inputShape: [1] })] });
  model.compile({ optimizer: name, loss: 'meanSquaredError' });
  return model.optimizer;
}

/** Metrics that `compile` knows by no name are functions of tfjs-layers. */
function metricOf(name: string): string | ((t: tf.Tensor, y: tf.Tensor) => tf.Tensor) {
  const own: Record<string, (t: tf.Tensor, y: tf.Tensor) => tf.Tensor> = {
    ...{ recall: layers.metrics.recall, r2Score: layers.metrics.r2Score },
    binaryCrossentropy: layers.metrics.binaryCrossentropy,
    sparseCategoricalAccuracy: layers.metrics.sparseCategoricalAccuracy,
  };
  return own[name] ?? name;
}
