// The JSON of a model of Keras 2 or 3 as TensorFlow.js builds it.
import { NetworkFileError } from '../../../../src/errors';
import {
  CONTAINERS,
  configOf,
  isObject,
  type LayerJson,
  type ModelJson,
  nameOf,
  type Reference,
} from '../../topology/model-json';
import { type Translation, translateLayer, unwrapped } from './configs';
import { TensorArgument, translateOperation } from './operations';

/** @throws NetworkFileError naming the layer that cannot be had here */
export function translateModel(model: ModelJson, to: Translation, path = ''): ModelJson {
  if (!CONTAINERS.has(model.class_name)) {
    throw new NetworkFileError(
      to.file,
      `${path ? `layer ${path}` : 'the model'} is of the class ${model.class_name}, whose Python code is not in the file. Build it of layers with Sequential or the functional API`,
    );
  }
  const config = configOf(model, to.file);
  const { name, trainable } = config;
  const about = {
    ...(name === undefined ? {} : { name }),
    ...(trainable === undefined ? {} : { trainable }),
  };
  if (model.class_name === 'Sequential') {
    return { class_name: 'Sequential', config: { ...about, layers: sequence(model, to, path) } };
  }
  return { class_name: 'Functional', config: { ...about, ...graph(model, to, path) } };
}

const within = (path: string, layer: LayerJson) => (path ? `${path}/${nameOf(layer)}` : nameOf(layer));

function sequence(model: ModelJson, to: Translation, path: string): LayerJson[] {
  const { layers, ...config } = configOf(model, to.file) as unknown as Record<string, unknown> & {
    layers: LayerJson[];
  };
  const made = layers.flatMap((layer) =>
    CONTAINERS.has(layer.class_name)
      ? [nested(layer, to, path)]
      : translateLayer(layer, within(path, layer), to),
  );
  const first = made[0];
  const shape = config.build_input_shape;
  const given = first && ('batch_input_shape' in first.config || CONTAINERS.has(first.class_name));
  if (first && !given && Array.isArray(shape)) {
    made.unshift({ class_name: 'InputLayer', config: { batch_input_shape: shape, dtype: 'float32' } });
  }
  return made;
}

function nested(layer: LayerJson, to: Translation, path: string): LayerJson {
  const model = translateModel(layer, to, within(path, layer));
  return { ...model, name: nameOf(layer), config: model.config as LayerJson['config'] };
}

interface Call {
  args: unknown[];
  kwargs: Record<string, unknown>;
  /** How Keras 3 writes it: there the calls of nested models count from 0. */
  modern: boolean;
}

function graph(model: ModelJson, to: Translation, path: string): object {
  const config = configOf(model, to.file);
  const containers = new Map(config.layers.map((layer) => [nameOf(layer), layer.class_name]));
  const masks = new Set<string>();
  const made: { layer: LayerJson; operation: boolean }[] = [];
  const modern = config.layers.some((layer) => layer.inbound_nodes?.some((node) => !Array.isArray(node)));
  for (const layer of config.layers) {
    const file = to.file;
    const calls = callsOf(layer, file);
    const shifted = (reference: Reference, isModern: boolean): Reference => {
      const [name, node, ...rest] = reference;
      return [name, isModern && CONTAINERS.has(containers.get(name) ?? '') ? node + 1 : node, ...rest];
    };
    const inputsOf = ({ args, kwargs, modern }: Call): Reference[] => {
      const { mask, ...others } = kwargs;
      for (const one of tensorsIn(mask)) masks.add(one.reference[0]);
      return tensorsIn([args, others]).map(({ reference }) => shifted(reference, modern));
    };
    if (isOperation(layer)) {
      const [call] = calls;
      if (!call) continue;
      const type = String(layer.config.function ?? layer.class_name);
      if (MASKING.has(type)) continue;
      const shape = { args: call.args.map((one) => moved(one, call.modern)), kwargs: call.kwargs };
      function moved(value: unknown, isModern: boolean): unknown {
        if (value instanceof TensorArgument) return new TensorArgument(shifted(value.reference, isModern));
        return Array.isArray(value) ? value.map((one) => moved(one, isModern)) : value;
      }
      const kwargs = Object.fromEntries(
        Object.entries({ ...operationConfig(layer), ...shape.kwargs }).map(([key, one]) => [
          key,
          moved(one, call.modern),
        ]),
      );
      const name = nameOf(layer);
      for (const one of translateOperation({ name, type, args: shape.args, kwargs }, file)) {
        made.push({ layer: one, operation: true });
      }
      continue;
    }
    const inputs = calls.map(inputsOf);
    if (layer.class_name === 'Subtract') {
      for (const [i, pair] of inputs.entries()) {
        if (i > 0)
          throw new NetworkFileError(file, `layer ${within(path, layer)} is a Subtract called twice`);
        const args = pair.map((one) => new TensorArgument(one));
        const operation = { name: nameOf(layer), type: 'subtract', args, kwargs: {} };
        for (const one of translateOperation(operation, file)) made.push({ layer: one, operation: false });
      }
      continue;
    }
    const parts = CONTAINERS.has(layer.class_name)
      ? [nested(layer, to, path)]
      : translateLayer(layer, within(path, layer), to);
    parts.forEach((part, i) => {
      const before = parts[i - 1];
      const inbound_nodes = before
        ? inputs.map((_, node): Reference[] => [[nameOf(before), node, 0]])
        : inputs.map((references) => references.map(([...reference]): Reference => reference));
      made.push({ layer: { ...part, name: nameOf(part), inbound_nodes }, operation: false });
    });
  }
  const ends = (value: unknown, key: string) =>
    endsOf(value, key, to.file).map(([name, node, ...rest]): Reference => {
      // Keras 3 counts the calls of a functional model from 1 here, those of a sequential one from 0.
      return [name, modern && containers.get(name) === 'Sequential' ? node + 1 : node, ...rest];
    });
  const layers = made.map(({ layer }) => layer);
  checkMasks(masks, config.layers, to.file);
  return {
    layers,
    input_layers: ends(config.input_layers, 'input_layers'),
    output_layers: ends(config.output_layers, 'output_layers'),
  };
}

/** Operations that compute a mask: here the layers hand masks on themselves. */
const MASKING = new Set(['NotEqual', 'Any', 'math.not_equal', 'math.reduce_any']);

function isOperation({ class_name, ...more }: LayerJson & { module?: unknown }): boolean {
  if (class_name === 'TFOpLambda' || class_name === 'SlicingOpLambda') return true;
  return typeof more.module === 'string' && /^keras\.(src\.)?ops\b/.test(more.module);
}

/** What Keras 3 keeps of an operation besides its call, such as an axis. */
function operationConfig({ config }: LayerJson): Record<string, unknown> {
  const {
    name: _,
    trainable: __,
    dtype: ___,
    function: ____,
    ...rest
  } = unwrapped(config) as Record<string, unknown>;
  return rest;
}

function checkMasks(masks: ReadonlySet<string>, layers: readonly LayerJson[], file: string): void {
  for (const layer of layers) {
    if (!masks.has(nameOf(layer)) || isOperation(layer)) continue;
    if (['Embedding', 'Masking'].includes(layer.class_name)) continue;
    throw new NetworkFileError(
      file,
      `the output of layer ${nameOf(layer)} is taken as a mask, which TensorFlow.js cannot do`,
    );
  }
}

function callsOf(layer: LayerJson, file: string): Call[] {
  const nodes: unknown = layer.inbound_nodes ?? [];
  if (!Array.isArray(nodes))
    throw new NetworkFileError(file, `layer ${nameOf(layer)} has inbound_nodes that are no list`);
  return nodes.map((node): Call => {
    if (Array.isArray(node)) return legacyCall(node);
    if (!isObject(node)) throw new NetworkFileError(file, `layer ${nameOf(layer)} has a call that is none`);
    const args = withTensors(unwrapped(node.args ?? []));
    const kwargs = withTensors(unwrapped(node.kwargs ?? {})) as Record<string, unknown>;
    return {
      args: Array.isArray(args) ? args : [args],
      kwargs: isObject(kwargs) ? kwargs : {},
      modern: true,
    };
  });
}

/** Keras 2: [[name, node, tensor, kwargs], ...], or one of these alone where an operation takes one tensor. */
function legacyCall(node: unknown[]): Call {
  const list = typeof node[0] === 'string' ? [node] : node;
  const kwargs: Record<string, unknown> = {};
  const args = list.map((one) => {
    if (!Array.isArray(one)) return one;
    if (isObject(one[3])) Object.assign(kwargs, legacyTensors(one[3]));
    if (one[0] === '_CONSTANT_VALUE') return one[2];
    return new TensorArgument(one.slice(0, 3) as Reference);
  });
  return { args, kwargs, modern: false };
}

function legacyTensors(value: unknown): unknown {
  if (Array.isArray(value)) {
    const [name, node, tensor] = value;
    const isTensor =
      value.length >= 3 && typeof name === 'string' && Number.isInteger(node) && Number.isInteger(tensor);
    return isTensor ? new TensorArgument([name, node, tensor]) : value.map(legacyTensors);
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, legacyTensors(one)]));
}

function withTensors(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTensors);
  if (!isObject(value)) return value;
  if (value.class_name === '__keras_tensor__' && isObject(value.config)) {
    const { keras_history: history } = value.config;
    return new TensorArgument((Array.isArray(history) ? history : [history]) as unknown as Reference);
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withTensors(one)]));
}

function tensorsIn(value: unknown): TensorArgument[] {
  if (value instanceof TensorArgument) return [value];
  if (Array.isArray(value)) return value.flatMap(tensorsIn);
  return isObject(value) ? Object.values(value).flatMap(tensorsIn) : [];
}

/** Inputs or outputs: one, a list, or by name. */
function endsOf(value: unknown, key: string, file: string): Reference[] {
  if (Array.isArray(value)) {
    if (typeof value[0] === 'string') return [value as unknown as Reference];
    return value.flatMap((one) => endsOf(one, key, file));
  }
  if (isObject(value)) return Object.values(value).flatMap((one) => endsOf(one, key, file));
  throw new NetworkFileError(file, `its ${key} are ${JSON.stringify(value)}; expected [layer, node, output]`);
}
