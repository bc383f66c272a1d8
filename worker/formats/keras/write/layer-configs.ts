// What Keras' layers take: of TensorFlow.js' configurations, that and no more.
import { ExportError } from '../../../../src/errors';

type Config = Record<string, unknown>;

const weights = (...names: string[]) =>
  names.flatMap((name) => [`${name}_initializer`, `${name}_regularizer`, `${name}_constraint`]);

const CONVOLUTION = ['filters', 'kernel_size', 'strides', 'padding', 'data_format', 'dilation_rate']
  .concat(['activation', 'use_bias', 'activity_regularizer'])
  .concat(weights('kernel', 'bias'));
const POOLING = ['pool_size', 'strides', 'padding', 'data_format'];
const CELL = ['units', 'activation', 'use_bias', 'dropout', 'recurrent_dropout'].concat(
  weights('kernel', 'recurrent', 'bias'),
);
const SEQUENCE = ['return_sequences', 'return_state', 'go_backwards', 'stateful', 'unroll'];
const GATED = [...CELL, 'recurrent_activation'];

/** Of each layer that both have, the arguments besides name, trainable and dtype. */
const LAYERS: Record<string, readonly string[]> = {
  Dense: ['units', 'activation', 'use_bias', 'activity_regularizer', ...weights('kernel', 'bias')],
  Activation: ['activation'],
  Dropout: ['rate', 'noise_shape'],
  SpatialDropout1D: ['rate'],
  GaussianNoise: ['stddev'],
  GaussianDropout: ['rate'],
  AlphaDropout: ['rate', 'noise_shape'],
  Flatten: ['data_format'],
  Reshape: ['target_shape'],
  Permute: ['dims'],
  RepeatVector: ['n'],
  Masking: ['mask_value'],
  ReLU: ['max_value', 'threshold'],
  LeakyReLU: ['alpha'],
  PReLU: ['shared_axes', ...weights('alpha')],
  ELU: ['alpha'],
  Softmax: ['axis'],
  Conv1D: CONVOLUTION,
  Conv2D: CONVOLUTION,
  Conv3D: CONVOLUTION,
  Conv2DTranspose: CONVOLUTION,
  Conv3DTranspose: CONVOLUTION,
  SeparableConv2D: ['filters', 'kernel_size', 'strides', 'padding', 'data_format', 'dilation_rate'].concat([
    ...['depth_multiplier', 'activation', 'use_bias', 'activity_regularizer'],
    ...weights('depthwise', 'pointwise', 'bias'),
  ]),
  DepthwiseConv2D: ['kernel_size', 'strides', 'padding', 'data_format', 'dilation_rate'].concat([
    ...['depth_multiplier', 'activation', 'use_bias', 'activity_regularizer'],
    ...weights('depthwise', 'bias'),
  ]),
  Cropping2D: ['cropping', 'data_format'],
  ZeroPadding2D: ['padding', 'data_format'],
  UpSampling2D: ['size', 'data_format', 'interpolation'],
  MaxPooling1D: POOLING,
  MaxPooling2D: POOLING,
  MaxPooling3D: POOLING,
  AveragePooling1D: POOLING,
  AveragePooling2D: POOLING,
  AveragePooling3D: POOLING,
  GlobalAveragePooling1D: ['data_format'],
  GlobalAveragePooling2D: ['data_format'],
  GlobalMaxPooling1D: ['data_format'],
  GlobalMaxPooling2D: ['data_format'],
  BatchNormalization: ['axis', 'momentum', 'epsilon', 'center', 'scale'].concat([
    ...['moving_mean_initializer', 'moving_variance_initializer'],
    ...weights('beta', 'gamma'),
  ]),
  LayerNormalization: ['axis', 'epsilon', 'center', 'scale', ...weights('beta', 'gamma')],
  Embedding: ['input_dim', 'output_dim', 'mask_zero', ...weights('embeddings')],
  SimpleRNN: [...CELL, ...SEQUENCE],
  SimpleRNNCell: CELL,
  LSTM: [...GATED, ...SEQUENCE, 'unit_forget_bias'],
  LSTMCell: [...GATED, 'unit_forget_bias'],
  GRU: [...GATED, ...SEQUENCE, 'reset_after'],
  GRUCell: [...GATED, 'reset_after'],
  ConvLSTM2D: ['filters', 'kernel_size', 'strides', 'padding', 'data_format', 'dilation_rate'].concat([
    ...['activation', 'recurrent_activation', 'use_bias', 'unit_forget_bias', 'dropout', 'recurrent_dropout'],
    ...['return_sequences', 'return_state', 'go_backwards', 'stateful'],
    ...weights('kernel', 'recurrent', 'bias'),
  ]),
  RNN: [...SEQUENCE, 'cell'],
  StackedRNNCells: ['cells'],
  Bidirectional: ['layer', 'merge_mode'],
  TimeDistributed: ['layer'],
  Add: [],
  Multiply: [],
  Average: [],
  Maximum: [],
  Minimum: [],
  Concatenate: ['axis'],
  Dot: ['axes', 'normalize'],
  Rescaling: ['scale', 'offset'],
  Resizing: ['height', 'width', 'interpolation', 'crop_to_aspect_ratio'],
  CenterCrop: ['height', 'width'],
  CategoryEncoding: ['num_tokens', 'output_mode'],
};

const ACTIVATIONS = new Set(
  [
    'elu',
    'selu',
    'relu',
    'relu6',
    'linear',
    'sigmoid',
    'hard_sigmoid',
    'softplus',
    'softsign',
    'tanh',
  ].concat([...['softmax', 'log_softmax', 'gelu', 'swish', 'mish']]),
);

/** How Keras 3 writes objects (`modern`), or all before it did. */
export type Style = 'modern' | 'legacy';

/**
 * A layer's configuration as Keras takes it.
 * @throws ExportError naming the layer that Keras does not have, or not so
 */
export function kerasConfig(type: string, config: Config, name: string, style: Style): Config {
  const known = Object.hasOwn(LAYERS, type) ? LAYERS[type] : undefined;
  if (!known) throw notWritten(name, `the class ${type}`, 'layers that Keras has too');
  if (type === 'UpSampling2D' && config.interpolation === 'bilinear')
    throw notWritten(name, 'bilinear upsampling, which takes other points than Keras', '"nearest"');
  const own: Config = { name, trainable: config.trainable ?? true, dtype: 'float32' };
  for (const key of known) {
    const value = config[key];
    if (value === undefined) continue;
    if (/initializer$/.test(key)) own[key] = wrapped(initializer(value), 'keras.initializers', style);
    else if (/regularizer$/.test(key)) own[key] = wrapped(value, 'keras.regularizers', style);
    else if (/constraint$/.test(key)) own[key] = wrapped(value, 'keras.constraints', style);
    else if (/activation$/.test(key)) own[key] = activation(value, name);
    else if (['layer', 'cell', 'cells'].includes(key)) own[key] = inner(value, name, style);
    else own[key] = value;
  }
  // TensorFlow.js writes null for what is to be found out.
  if (type === 'Reshape') own.target_shape = (own.target_shape as unknown[]).map((dim) => dim ?? -1);
  // The only layer of Keras 3 that does not take it.
  if (type === 'SpatialDropout1D') delete own.trainable;
  if (type === 'GRU' || type === 'GRUCell') own.reset_after = false;
  // A slip of TensorFlow.js: it writes the regularizer there.
  if (type === 'DepthwiseConv2D') own.depthwise_constraint = null;
  if (type === 'LeakyReLU' && style === 'modern') {
    const { alpha, ...rest } = own;
    return { ...rest, negative_slope: alpha };
  }
  return own;
}

function inner(value: unknown, name: string, style: Style): unknown {
  if (Array.isArray(value)) return value.map((one) => inner(one, name, style));
  const { class_name: type, config } = value as { class_name: string; config: Config };
  if (['Model', 'Functional', 'Sequential'].includes(type))
    throw notWritten(name, 'a model in a wrapper', 'a wrapper around one layer');
  const own = kerasConfig(type, config, String(config.name ?? type.toLowerCase()), style);
  // Keras 3 finds the class by its module also in the old format.
  return wrapped({ class_name: type, config: own }, 'keras.layers', 'modern');
}

/** An object of Keras with the module that it is from. */
export function wrapped(value: unknown, module: string, style: Style): unknown {
  if (typeof value !== 'object' || value === null || style === 'legacy') return value;
  const { class_name, config } = value as { class_name: string; config: Config };
  return { module, class_name, config, registered_name: null };
}

const INITIALIZERS: Record<string, string> = { LeCunNormal: 'LecunNormal', LeCunUniform: 'LecunUniform' };
const KNOWN_INITIALIZERS = new Set([
  ...['Zeros', 'Ones', 'Constant', 'RandomUniform', 'RandomNormal', 'TruncatedNormal', 'Identity'],
  ...['VarianceScaling', 'GlorotUniform', 'GlorotNormal', 'HeNormal', 'HeUniform', 'LecunNormal'],
  ...['LecunUniform', 'Orthogonal'],
]);
const SEEDED = new Set([
  'GlorotUniform',
  'GlorotNormal',
  'HeNormal',
  'HeUniform',
  'LecunNormal',
  'LecunUniform',
]);

function initializer(value: unknown): unknown {
  const { class_name: given, config } = value as { class_name: string; config: Config };
  const type = INITIALIZERS[given] ?? given;
  if (!KNOWN_INITIALIZERS.has(type)) return { class_name: 'GlorotUniform', config: { seed: null } };
  const seed = typeof config?.seed === 'number' ? config.seed : null;
  if (SEEDED.has(type)) return { class_name: type, config: { seed } };
  const { seed: _, ...own } = config ?? {};
  if (own.distribution === 'normal') own.distribution = 'truncated_normal';
  return { class_name: type, config: 'seed' in (config ?? {}) ? { ...own, seed } : own };
}

function activation(value: unknown, name: string): unknown {
  if (value === null) return 'linear';
  const given = typeof value === 'string' ? value : (value as { class_name?: string }).class_name;
  const known = String(given).replace(/^[A-Z]/, (letter) => letter.toLowerCase());
  if (!ACTIVATIONS.has(known))
    throw notWritten(name, `the activation ${known}`, 'an activation that Keras has too');
  return known;
}

export function notWritten(layer: string, what: string, allowed: string): ExportError {
  return new ExportError('keras', layer, `it has ${what}; a file of Keras takes ${allowed}`);
}
