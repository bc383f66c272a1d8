// Builds a layers model from its JSON, with zeros for weights: they come from the file.
import { dispose, serialization, type Tensor, zeros } from '@tensorflow/tfjs-core';
import { type LayersModel, layers, type Sequential } from '@tensorflow/tfjs-layers';
import { NetworkFileError } from '../../../src/errors';
import { callsInOrder, checkModel } from './check-model';
import { CONTAINERS, configOf, isObject, type LayerJson, type ModelJson, nameOf } from './model-json';

export interface BuildLimits {
  /** What errors call it. */
  file: string;
  /** Single weights that the file can hold: a layer that asks for more has a wrong configuration. */
  weights: number;
}

/** A model of a thousand layers takes less than a second. */
const TIME_LIMIT = 30_000;

type Layer = layers.Layer;
type Symbolic = LayersModel['inputs'][number];
type FromConfig = (cls: unknown, config: unknown, custom: object, fast: boolean) => Layer;

/**
 * Checks the model's graph and builds it. It makes no weight beyond those that the file can hold, and ends in time.
 * @throws NetworkFileError naming file and layer
 */
export function buildModel(model: ModelJson, limits: BuildLimits): LayersModel {
  const { file } = limits;
  try {
    checkModel(model, file);
    return guarded(limits, () => build(model, file) as LayersModel);
  } catch (cause) {
    if (cause instanceof NetworkFileError) throw cause;
    throw new NetworkFileError(file, `its layers cannot be built (${messageOf(cause)})`, { cause });
  }
}

function build(model: ModelJson, file: string): Layer {
  const config = configOf(model, file);
  const built =
    model.class_name === 'Sequential'
      ? buildSequential(config.name, config.layers, file)
      : buildFunctional(model, file);
  if (config.trainable === false) built.trainable = false;
  return built;
}

function buildSequential(name: string | undefined, list: LayerJson[], file: string): Layer {
  const cls = classOf('Sequential')[0] as new (config: object) => Sequential;
  const model = new cls({ name });
  for (const layer of list) naming(nameOf(layer), file, () => model.add(makeLayer(layer, file)));
  return model;
}

function buildFunctional(model: ModelJson, file: string): Layer {
  const config = configOf(model, file);
  const made = new Map<string, Layer>();
  for (const layer of config.layers) {
    made.set(
      nameOf(layer),
      naming(nameOf(layer), file, () => makeLayer(layer, file)),
    );
  }
  const tensorOf = ([name, node, tensor]: readonly [string, number, number, ...unknown[]]): Symbolic => {
    const found = made.get(name)!.inboundNodes[node]?.outputTensors[tensor];
    if (found) return found;
    throw new NetworkFileError(
      file,
      `output ${tensor} of the layer ${name} is taken, which it does not have`,
    );
  };
  for (const { layer, inputs } of callsInOrder(config, file)) {
    const given = inputs.map(tensorOf);
    const one = made.get(nameOf(layer))!;
    naming(one.name, file, () => one.apply(given.length === 1 ? given[0]! : given));
  }
  const cls = classOf(model.class_name)[0] as new (config: object) => Layer;
  const ends = { inputs: config.input_layers!.map(tensorOf), outputs: config.output_layers!.map(tensorOf) };
  return new cls({ ...ends, name: config.name });
}

function makeLayer(json: LayerJson, file: string): Layer {
  if (CONTAINERS.has(json.class_name)) return build(json, file);
  const [cls, fromConfig] = classOf(json.class_name);
  const config = { ...(camelCase(singleAxes(json).config) as object), customObjects: {} };
  return fromConfig(cls, config, {}, true);
}

/** Keras writes the axis of a batch normalisation as a list, of which TensorFlow.js knows nothing. */
function singleAxes<T>(json: T): T {
  if (Array.isArray(json)) return json.map(singleAxes) as T;
  if (!isObject(json)) return json;
  const copy = Object.fromEntries(Object.entries(json).map(([key, value]) => [key, singleAxes(value)]));
  const { class_name, config } = copy;
  if (class_name === 'BatchNormalization' && isObject(config) && Array.isArray(config.axis)) {
    if (config.axis.length === 1) [config.axis] = config.axis;
  }
  return copy as T;
}

function classOf(name: string): [unknown, FromConfig] {
  return serialization.SerializationMap.getMap().classNameMap[name] as unknown as [unknown, FromConfig];
}

/** TensorFlow.js names a layer in few of its errors. */
function naming<T>(layer: string, file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof NetworkFileError) throw cause;
    throw new NetworkFileError(file, `layer ${layer} cannot be built: ${messageOf(cause)}`, { cause });
  }
}

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));

/** Keras' names as TensorFlow.js has them: keys and values, but not the names of layers. */
export function camelCase(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return key === 'name' ? value : camel(value);
  if (Array.isArray(value)) {
    const named = ['inboundNodes', 'inputLayers', 'outputLayers'].includes(key);
    return value.map((one, i) => (named && i === 0 && typeof one === 'string' ? one : camelCase(one, key)));
  }
  if (!isObject(value)) return value;
  // A number of NumPy's, as old Keras writes it.
  if (value.type === 'ndarray' && typeof value.value === 'number') return value.value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [camel(name), camelCase(one, camel(name))]),
  );
}

const camel = (name: string) => name.replace(/(?!^)_+(\w|$)/g, (_, letter: string) => letter.toUpperCase());

interface Guarded {
  addWeight(this: Layer, name: string, shape: number[], dtype: unknown, ...rest: unknown[]): unknown;
  apply(this: Layer, ...given: unknown[]): unknown;
}

/** Runs what builds layers, all at once, while no layer may draw weights, take too many or too long. */
export function guarded({ file, weights }: BuildLimits, work: () => LayersModel): LayersModel {
  const made: Weight[] = [];
  const prototype = layers.Layer.prototype as unknown as Guarded;
  const { addWeight, apply } = prototype;
  const end = performance.now() + TIME_LIMIT;
  let left = weights;
  const values: Tensor[] = [];
  const initializer = {
    apply(shape: number[], dtype?: 'float32'): Tensor {
      const value = zeros(shape, dtype);
      values.push(value);
      return value;
    },
  };
  prototype.addWeight = function (name, shape, dtype, _, regularizer, trainable, constraint) {
    const size = shape.reduce((product, dim) => product * dim, 1);
    if (!shape.every((dim) => Number.isInteger(dim) && dim >= 0) || size > left) {
      const named = `layer ${this.name} has a weight ${name} of shape [${shape.join(', ')}]`;
      throw new NetworkFileError(file, `${named}, but the file has ${left} numbers left for it`);
    }
    left -= size;
    const give = () => initializer;
    const weight = addWeight.call(
      this,
      ...([name, shape, dtype, initializer, regularizer, trainable, constraint, give] as const),
    );
    made.push(weight as Weight);
    return weight;
  };
  prototype.apply = function (...given) {
    if (performance.now() > end) {
      throw new NetworkFileError(
        file,
        `building it took more than ${TIME_LIMIT / 1000} s, up to ${this.name}`,
      );
    }
    return apply.apply(this, given);
  };
  try {
    return disposingAll(work(), made);
  } catch (error) {
    disposeWeights(made);
    dispose(values);
    throw error;
  } finally {
    prototype.addWeight = addWeight;
    prototype.apply = apply;
  }
}

/** A weight of a layer; TensorFlow.js hides whether it is gone. */
interface Weight {
  dispose(): void;
  val: { isDisposed: boolean };
}

/** TensorFlow.js leaves the weights of layers that were called more often than once. */
function disposingAll(network: LayersModel, weights: readonly Weight[]): LayersModel {
  const disposeNetwork = network.dispose.bind(network);
  network.dispose = () => {
    const done = disposeNetwork();
    disposeWeights(weights);
    return done;
  };
  return network;
}

function disposeWeights(weights: readonly Weight[]): void {
  for (const weight of weights) if (!weight.val.isDisposed) weight.dispose();
}
