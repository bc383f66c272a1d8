// A network as Python code that builds it in Keras: a layer a line, with the shape of what it gives.
import { kerasConfig } from '../keras/write/layer-configs';
import { rewritten } from '../keras/write/rewrite';
import { functional, type WrittenLayer, type WrittenModel, writtenModel } from '../keras/write/written-model';
import { callsInOrder } from '../topology/check-model';
import type { LayerJson, Reference } from '../topology/model-json';
import { identifier, literal, named, quoted } from './python';

type Config = Record<string, unknown>;

/** Layers that stand in the code as classes of its own. */
const OWN = new Set(['Antirectifier']);

export interface NetworkCode {
  /** Functions, `build_network` the last of them. */
  code: string;
  /** Which classes of its own the code needs. */
  own: Set<string>;
}

/** @throws ExportError naming a layer that Keras does not have */
export function networkCode(
  network: Parameters<typeof writtenModel>[0],
  how: { frozen: boolean },
  name = 'build_network',
): NetworkCode {
  const own = new Set<string>();
  const functions: string[] = [];
  const model = rewritten(writtenModel(network), OWN);
  writeFunction(model, name, { functions, own, ...how });
  return { code: functions.join('\n\n\n'), own };
}

interface Writing {
  /** Those written so far. */
  functions: string[];
  own: Set<string>;
  /** Whether frozen layers are written as such. */
  frozen: boolean;
}

function writeFunction(model: WrittenModel, name: string, writing: Writing): void {
  const body = model.sequential ? sequence(model, name, writing) : graph(model, name, writing);
  writing.functions.push(`def ${name}():\n${body.map((line) => `    ${line}`.trimEnd()).join('\n')}`);
}

function sequence({ name: own, layers }: WrittenModel, name: string, writing: Writing): string[] {
  const lines = layers.map(
    (layer, i) =>
      `    ${layer.type === 'InputLayer' ? input(layer) : made(layer, `${name}_${i}`, writing)},  # ${shapeOf(layer)}`,
  );
  return ['return keras.Sequential(', '    [', ...lines.map((line) => `    ${line}`), '    ],'].concat([
    `    name=${quoted(own)},`,
    ')',
  ]);
}

/** Layers that take states beside their input. */
const RECURRENT = new Set(['SimpleRNN', 'LSTM', 'GRU', 'RNN', 'ConvLSTM2D', 'Bidirectional']);

function graph(given: WrittenModel, name: string, writing: Writing): string[] {
  const { name: own, layers, inputs, outputs } = functional(given);
  const lines: string[] = [];
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  /** What in the code stands for the tensors of a call. */
  const tensors = new Map<string, string>();
  const at = ([layer, node, tensor]: Reference) => {
    const variable = tensors.get(`${layer} ${node}`)!;
    const several = outputsOf(byName.get(layer)!) > 1;
    return several ? `${variable}[${tensor}]` : variable;
  };
  let count = 0;
  for (const layer of layers) {
    if (layer.type !== 'InputLayer') continue;
    const variable = `x${count++}`;
    tensors.set(`${layer.name} 0`, variable);
    lines.push(`${variable} = ${input(layer)}  # ${shapeOf(layer)}`);
  }
  const made_ = new Map<string, { variable: string; calls: number }>();
  const json = layers.map(
    ({ name, type, calls, model }): LayerJson => ({
      ...{ class_name: model ? 'Functional' : type, name, config: { name } },
      inbound_nodes: calls,
    }),
  );
  for (const { layer: called, inputs: from } of callsInOrder({ layers: json }, own)) {
    const layer = byName.get(called.name!)!;
    let callable: string;
    const before = made_.get(layer.name);
    if (before) callable = before.variable;
    else {
      callable = made(layer, `${name}_${layers.indexOf(layer)}`, writing);
      if (layer.calls.length > 1) {
        const variable = `layer${made_.size}`;
        lines.push(`${variable} = ${callable}`);
        callable = variable;
      }
    }
    const calls = before?.calls ?? 0;
    made_.set(layer.name, { variable: callable, calls: calls + 1 });
    const given = from.map(at);
    const states = RECURRENT.has(layer.type) && given.length > 1;
    const merged = given.length > 1 ? `[${given.join(', ')}]` : given[0]!;
    const args = states ? `${given[0]}, initial_state=[${given.slice(1).join(', ')}]` : merged;
    const variable = `x${count++}`;
    lines.push(`${variable} = ${callable}(${args})  # ${shapeOf(layer)}`);
    tensors.set(`${layer.name} ${calls + (layer.model ? 1 : 0)}`, variable);
  }
  const list = (references: Reference[]) =>
    references.length === 1 ? at(references[0]!) : `[${references.map(at).join(', ')}]`;
  return [...lines, `return keras.Model(${list(inputs)}, ${list(outputs)}, name=${quoted(own)})`];
}

const outputsOf = ({ layer }: WrittenLayer) => layer?.inboundNodes[0]?.outputTensors.length ?? 1;

function shapeOf({ shape, layer }: WrittenLayer): string {
  const known = shape ?? layer?.inboundNodes.at(-1)?.outputTensors[0]?.shape;
  return known ? literal(known) : 'as it comes';
}

function input({ name, config }: WrittenLayer): string {
  const shape = (config.batch_input_shape ?? config.batch_shape) as (number | null)[];
  const dtype = config.dtype && config.dtype !== 'float32' ? { dtype: config.dtype } : {};
  return `keras.Input(${literal(shape.slice(1))}, ${named({ ...dtype, name })})`;
}

function made(layer: WrittenLayer, name: string, writing: Writing): string {
  if (layer.model) {
    writeFunction(layer.model, name, writing);
    return `${name}()`;
  }
  if (OWN.has(layer.type)) {
    writing.own.add(layer.type);
    return `${layer.type}(name=${quoted(layer.name)})`;
  }
  const config = kerasConfig(layer.type, layer.config, layer.name, 'modern');
  const frozen = writing.frozen && config.trainable === false ? { trainable: false } : {};
  const { name: _, trainable: __, dtype: ___, ...rest } = config;
  return call('layers', layer.type, { ...withoutDefaults(layer.type, rest), ...frozen, name: layer.name });
}

function call(module: string, type: string, config: Config): string {
  return `${module}.${identifier(type)}(${named(config, value)})`;
}

/** A value of a configuration; objects of Keras as calls. */
function value(given: unknown): string {
  if (Array.isArray(given) && given.some(isKeras)) return `[${given.map(value).join(', ')}]`;
  if (!isKeras(given)) return literal(given);
  const { module, class_name: type, config } = given;
  if (module === 'keras.initializers') {
    const { class_name: known, config: own } = plainInitializer(given);
    return call(module, known, present(own));
  }
  if (module !== 'keras.layers') return call(module, type, present(config));
  const { name: _, trainable: __, dtype: ___, ...rest } = config;
  return call('layers', type, withoutDefaults(type, rest));
}

interface KerasObject {
  module: string;
  class_name: string;
  config: Config;
}

const MODULES = ['keras.layers', 'keras.initializers', 'keras.regularizers', 'keras.constraints'];

function isKeras(given: unknown): given is KerasObject {
  if (typeof given !== 'object' || given === null) return false;
  const { module } = given as Partial<KerasObject>;
  return typeof module === 'string' && MODULES.includes(module);
}

/** Seeds are left to `keras.utils.set_random_seed`. */
const present = (config: Config = {}): Config =>
  Object.fromEntries(Object.entries(config).filter(([key, one]) => one !== null && key !== 'seed'));

/** What TensorFlow.js writes as a scaling of variance, by its usual name. */
function plainInitializer(given: KerasObject): KerasObject {
  const { scale, mode, distribution } = given.config ?? {};
  if (given.class_name !== 'VarianceScaling' || scale !== 1 || mode !== 'fan_avg') return given;
  const type = distribution === 'uniform' ? 'GlorotUniform' : 'GlorotNormal';
  return distribution === 'uniform' || distribution === 'truncated_normal'
    ? { ...given, class_name: type, config: {} }
    : given;
}

const INITIALIZERS: Record<string, string> = {
  ...{ kernel_initializer: 'GlorotUniform', depthwise_initializer: 'GlorotUniform' },
  ...{ pointwise_initializer: 'GlorotUniform', recurrent_initializer: 'Orthogonal' },
  ...{ bias_initializer: 'Zeros', beta_initializer: 'Zeros', gamma_initializer: 'Ones' },
  ...{ moving_mean_initializer: 'Zeros', moving_variance_initializer: 'Ones', alpha_initializer: 'Zeros' },
};

const DEFAULTS: Config = {
  ...{ padding: 'valid', data_format: 'channels_last', use_bias: true, unit_forget_bias: true },
  ...{ dropout: 0, recurrent_dropout: 0, return_sequences: false, return_state: false, go_backwards: false },
  ...{ stateful: false, unroll: false, recurrent_activation: 'sigmoid', mask_zero: false, center: true },
  scale: true,
};

/** Without what Keras takes anyway, as one would write it. */
function withoutDefaults(type: string, config: Config): Config {
  const gated = ['SimpleRNN', 'LSTM', 'GRU', 'ConvLSTM2D'].some((name) => type.startsWith(name));
  const kept = Object.entries(config).filter(([key, one]) => {
    if (one === null) return false;
    if (key === 'activation') return type === 'Activation' || one !== (gated ? 'tanh' : 'linear');
    if (key === 'dilation_rate' || (key === 'strides' && type.includes('Conv')))
      return ![one].flat().every((step) => step === 1);
    if (isKeras(one) && Object.hasOwn(INITIALIZERS, key)) {
      const { class_name: type, config: own } = plainInitializer(one);
      const gain = (own as { gain?: number } | undefined)?.gain ?? 1;
      return type !== INITIALIZERS[key] || gain !== 1;
    }
    // A factor of Rescaling is no flag.
    return !(Object.hasOwn(DEFAULTS, key) && typeof one === typeof DEFAULTS[key] && one === DEFAULTS[key]);
  });
  return Object.fromEntries(kept);
}
