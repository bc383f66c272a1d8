// The configurations of Keras' layers as TensorFlow.js takes them. What a layer of TensorFlow.js cannot do is refused.
import { NetworkFileError } from '../../../../src/errors';
import { isObject, type LayerJson } from '../../topology/model-json';

type Config = Record<string, unknown>;

/** What is being read, and what became of it. */
export interface Translation {
  file: string;
  /** Of the Keras that wrote it: 1, 2 or 3. */
  keras: number;
  /** What the network does otherwise than in Keras, in sentences. */
  notes: string[];
}

/**
 * A layer as one or several of TensorFlow.js, one after the other; the last has its name.
 * @param path its name, with those of the models around it
 * @throws NetworkFileError for what TensorFlow.js cannot do
 */
export function translateLayer(layer: LayerJson, path: string, to: Translation): LayerJson[] {
  const given = unwrapped(layer.config) as Config;
  const isHard = layer.class_name === 'Activation' && isHardSigmoid(given.activation) && to.keras >= 3;
  const config = general(isHard ? { ...given, activation: 'linear' } : given, path, to);
  const special = SPECIAL[layer.class_name];
  const made = isHard ? HARD_SIGMOID_OF_KERAS_3 : (special?.(config, { path, to }) ?? []);
  const name = (config.name as string | undefined) ?? layer.name;
  const last = { class_name: layer.class_name, config, ...(name === undefined ? {} : { name }) };
  if (made.length === 0) return [last];
  return made.map((one, i) => {
    const own = i === made.length - 1 || name === undefined ? name : `${name}_${i + 1}`;
    return { ...one, name: own, config: { ...one.config, name: own } } as LayerJson;
  });
}

/** The layers in a layer: those of wrappers and recurrent layers. */
function translateInner(value: unknown, path: string, to: Translation): unknown {
  if (Array.isArray(value)) return value.map((one) => translateInner(one, path, to));
  if (!isObject(value) || typeof value.class_name !== 'string' || !isObject(value.config)) return value;
  const layer = value as unknown as LayerJson;
  const all = translateLayer(layer, `${path}/${layer.config.name ?? layer.class_name}`, to);
  if (all.length > 1) refuse(path, to, `a ${layer.class_name} in it that takes several layers here`);
  return all[0];
}

/** Values that Keras wraps: tuples, functions, policies of types, and objects with the module they are from. */
export function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapped);
  if (!isObject(value)) return value;
  const { class_name: type, config, items } = value;
  if (type === '__tuple__' || type === '__list__') return unwrapped(items ?? config);
  if (type === 'function' && typeof config === 'string') return config;
  if (typeof type === 'string' && /DTypePolicy$|^Policy$/.test(type) && isObject(config)) return config.name;
  if (type === '__numpy__' || type === '__tensor__') return isObject(config) ? config.value : undefined;
  if (typeof type === 'string' && 'config' in value) return { class_name: type, config: unwrapped(config) };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, unwrapped(one)]));
}

const INITIALIZERS: Record<string, string> = {
  LecunNormal: 'LeCunNormal',
  LecunUniform: 'LeCunUniform',
  IdentityInitializer: 'Identity',
  OrthogonalInitializer: 'Orthogonal',
};
const KNOWN_INITIALIZERS = new Set([
  ...['Zeros', 'Ones', 'Constant', 'RandomUniform', 'RandomNormal', 'TruncatedNormal', 'Identity'],
  ...['VarianceScaling', 'GlorotUniform', 'GlorotNormal', 'HeNormal', 'HeUniform', 'LeCunNormal'],
  ...['LeCunUniform', 'Orthogonal'],
]);

/** As TensorFlow.js registers them, and Keras' names for the same. */
const ACTIVATIONS: Record<string, string> = Object.fromEntries(
  ['elu', 'selu', 'relu', 'relu6', 'linear', 'sigmoid', 'hard_sigmoid', 'softplus', 'softsign', 'tanh']
    .concat(['softmax', 'log_softmax', 'gelu', 'gelu_new', 'swish', 'mish'])
    .map((name) => [name, name]),
);
ACTIVATIONS.silu = 'swish';

function general(config: Config, path: string, to: Translation): Config {
  const made: Config = {};
  for (const [key, value] of Object.entries(config)) {
    if (key === 'seed' || key === 'synchronized' || key === 'quantization_config') continue;
    if (/initializer$/.test(key)) made[key] = initializer(value);
    else if (/regularizer$/.test(key)) made[key] = regularizer(value, path, to);
    else if (key === 'recurrent_activation' && isHardSigmoid(value)) made[key] = 'hard_sigmoid';
    else if (key === 'activation' || key === 'recurrent_activation') made[key] = activation(value, path, to);
    else if (key === 'dtype') made[key] = typeOf(value, path, to);
    else if (['layer', 'cell', 'cells'].includes(key)) made[key] = translateInner(value, path, to);
    else made[key] = value;
  }
  return made;
}

/** Of numbers, all that is not whole is float32 here. */
function typeOf(value: unknown, path: string, to: Translation): string {
  const type = String(value);
  if (/^u?int/.test(type)) return 'int32';
  if (type === 'bool') return 'bool';
  if (type === 'string') return refuse(path, to, 'text for a type, which TensorFlow.js cannot take');
  if (type !== 'float32') note(to, `The type ${type} of Keras is float32 here.`);
  return 'float32';
}

function initializer(value: unknown): unknown {
  if (!isObject(value) || typeof value.class_name !== 'string') return value;
  const type = INITIALIZERS[value.class_name] ?? value.class_name;
  if (!KNOWN_INITIALIZERS.has(type)) return { class_name: 'Zeros', config: {} };
  const { seed: _, ...config } = (value.config ?? {}) as Config;
  if (config.distribution === 'untruncated_normal') config.distribution = 'normal';
  return { class_name: type, config };
}

function regularizer(value: unknown, path: string, to: Translation): unknown {
  if (!isObject(value) || typeof value.class_name !== 'string') return value;
  const { l1 = 0, l2 = 0 } = (value.config ?? {}) as Config;
  if (['L1', 'L2', 'L1L2'].includes(value.class_name)) return { class_name: 'L1L2', config: { l1, l2 } };
  note(to, `Layer ${path} is trained without its regularizer ${value.class_name}.`);
  return null;
}

const HARD_SIGMOID_OF_KERAS_3: Made = [
  { class_name: 'Rescaling', config: { scale: 1 / 6, offset: 0.5 } },
  { class_name: 'ReLU', config: { max_value: 1 } },
];

/** That of Keras 3 is another function. In gates, weights are made to fit. */
const isHardSigmoid = (value: unknown) => value === 'hard_sigmoid';

/** @throws NetworkFileError for one that TensorFlow.js lacks */
export function activation(value: unknown, path: string, to: Translation): unknown {
  const name = isObject(value) ? value.class_name : value;
  if (name === null || name === undefined) return 'linear';
  const plain = String(name)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/^re_lu/, 'relu');
  const known = Object.hasOwn(ACTIVATIONS, plain) ? ACTIVATIONS[plain] : undefined;
  if (known === 'hard_sigmoid' && to.keras >= 3)
    return refuse(
      path,
      to,
      'the hard_sigmoid of Keras 3, which is another function than that of TensorFlow.js',
    );
  return known ?? refuse(path, to, `the activation ${plain}, which TensorFlow.js does not have`);
}

function refuse(path: string, { file }: Translation, what: string): never {
  throw new NetworkFileError(
    file,
    `layer ${path} has ${what}. Change the layer in Keras and save the model again`,
  );
}

function note({ notes }: Translation, sentence: string): void {
  if (!notes.includes(sentence)) notes.push(sentence);
}

type Made = { class_name: string; config: Config }[];
type Special = (config: Config, about: { path: string; to: Translation }) => Made | undefined;

/** @throws NetworkFileError unless the setting is as TensorFlow.js has it */
const only =
  (key: string, ...allowed: unknown[]): Special =>
  (config, { path, to }) => {
    const value = config[key];
    if (value === undefined || allowed.some((one) => JSON.stringify(one) === JSON.stringify(value))) return;
    return refuse(path, to, `${key} ${JSON.stringify(value)}, which TensorFlow.js cannot do`);
  };

const all =
  (...checks: Special[]): Special =>
  (config, about) => {
    for (const check of checks) {
      const made = check(config, about);
      if (made) return made;
    }
    return undefined;
  };

const convolution = only('groups', 1);

/** Keras 2 also writes what this layer has for each of its two steps. */
const separable: Special = ({
  kernel_initializer: _,
  kernel_regularizer: __,
  kernel_constraint: ___,
  ...config
}) => [{ class_name: 'SeparableConv2D', config }];

const recurrent = all(only('time_major', false), only('stateful', false, true));

/** Pooling over everything that keeps the dimensions it pooled: each comes back as one repetition. */
const globalPooling =
  (type: string, dimensions: 1 | 2): Special =>
  (config, { path, to }) => {
    const { keepdims, ...rest } = config;
    if (keepdims !== true) return undefined;
    if (config.data_format === 'channels_first') refuse(path, to, 'keepdims with channels first');
    const repeated = { class_name: 'RepeatVector', config: { n: 1 } };
    const second = { class_name: 'TimeDistributed', config: { layer: repeated } };
    return [{ class_name: type, config: rest }, repeated, ...(dimensions === 2 ? [second] : [])];
  };

const leaky = (alpha: unknown, name: unknown): Made => [{ class_name: 'LeakyReLU', config: { alpha, name } }];

/** The layers that need more than their configuration's general parts. */
const SPECIAL: Record<string, Special> = {
  InputLayer(config, { path, to }) {
    const shape = config.batch_shape ?? config.batch_input_shape;
    const type = String(config.dtype);
    if (config.sparse === true) refuse(path, to, 'a sparse input, which TensorFlow.js cannot take');
    if (config.ragged === true) refuse(path, to, 'a ragged input, which TensorFlow.js cannot take');
    return [{ class_name: 'InputLayer', config: { batch_input_shape: shape, dtype: type } }];
  },
  ReLU({ negative_slope: slope = 0, threshold = 0, max_value, name }, { path, to }) {
    if (Number(threshold) !== 0) refuse(path, to, `threshold ${threshold}, which TensorFlow.js cannot do`);
    if (Number(slope ?? 0) === 0) return undefined;
    if (max_value !== null && max_value !== undefined)
      refuse(path, to, 'both negative_slope and max_value, which TensorFlow.js cannot do');
    return leaky(slope, name);
  },
  LeakyReLU: ({ negative_slope, alpha = negative_slope, name }) => leaky(alpha, name),
  BatchNormalization: all(only('renorm', false), ({ axis }, { path, to }) => {
    if (!Array.isArray(axis) || axis.length === 1) return undefined;
    return refuse(path, to, `several axes [${axis}], which TensorFlow.js cannot do`);
  }),
  LayerNormalization: only('rms_scaling', false),
  Conv1D: all(convolution, only('padding', 'valid', 'same')),
  Conv2D: convolution,
  Conv3D: convolution,
  Conv2DTranspose: all(convolution, only('output_padding', null)),
  Conv3DTranspose: all(convolution, only('output_padding', null)),
  // TensorFlow.js' bilinear one takes other points than Keras'.
  UpSampling2D: only('interpolation', 'nearest'),
  SeparableConv2D: all(convolution, separable),
  GlobalAveragePooling1D: globalPooling('GlobalAveragePooling1D', 1),
  GlobalAveragePooling2D: globalPooling('GlobalAveragePooling2D', 2),
  GlobalMaxPooling1D: globalPooling('GlobalMaxPooling1D', 1),
  GlobalMaxPooling2D: globalPooling('GlobalMaxPooling2D', 2),
  SimpleRNN: recurrent,
  LSTM: recurrent,
  GRU: all(recurrent, resetAfter),
  GRUCell: resetAfter,
  RNN: recurrent,
  Bidirectional(config, { path, to }) {
    const { layer, backward_layer: backward, ...rest } = config;
    const forward = layer as LayerJson;
    const other = backward as LayerJson | undefined;
    if (isObject(other) && other.class_name !== forward?.class_name)
      refuse(path, to, 'layers of two classes, which TensorFlow.js cannot do');
    return [{ class_name: 'Bidirectional', config: { ...rest, layer } }];
  },
  Rescaling({ scale, offset, ...rest }, { path, to }) {
    if (Array.isArray(scale) || Array.isArray(offset))
      refuse(path, to, 'a scale or offset for each channel, which TensorFlow.js cannot do');
    return [{ class_name: 'Rescaling', config: { ...rest, scale, offset } }];
  },
};

function resetAfter(config: Config, { path, to }: { path: string; to: Translation }): Made | undefined {
  if (config.reset_after !== true) return undefined;
  throw new NetworkFileError(
    to.file,
    `layer ${path} is a GRU with reset_after, which TensorFlow.js cannot do. Build it with reset_after=False, or take an LSTM`,
  );
}
