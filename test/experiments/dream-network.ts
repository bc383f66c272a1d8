// A small network for pictures as model files, its weights waves: the one of test/golden/deep_dream.py.

type Wave = { step: number; phase: number; scale: number; offset?: number; shape: number[] };

const conv = (config: object) => ({
  ...{ strides: [1, 1], data_format: 'channels_last', dilation_rate: [1, 1], use_bias: true },
  ...{ kernel_initializer: { class_name: 'GlorotUniform', config: {} } },
  ...config,
});

const norm = (name: string, scale: boolean) => ({
  ...{ name, axis: -1, epsilon: 0.001, momentum: 0.99, center: true, scale },
});

const LAYERS: [type: string, config: Record<string, unknown> & { name: string }][] = [
  ['Conv2D', conv({ name: 'first', filters: 4, kernel_size: [3, 3], padding: 'same', activation: 'relu' })],
  ['BatchNormalization', norm('norm', true)],
  ['MaxPooling2D', { name: 'pool', pool_size: [2, 2], strides: [2, 2], padding: 'valid' }],
  ['DepthwiseConv2D', conv({ name: 'depth', kernel_size: [3, 3], padding: 'same', use_bias: false })],
  ['BatchNormalization', norm('depth_norm', false)],
  ['Activation', { name: 'depth_relu', activation: 'relu6' }],
  ['Conv2D', conv({ name: 'last', filters: 6, kernel_size: [1, 1], padding: 'valid' })],
  ['BatchNormalization', norm('last_norm', true)],
  ['Activation', { name: 'last_relu', activation: 'relu' }],
  ['Conv2D', conv({ name: 'unused', filters: 2, kernel_size: [1, 1], padding: 'valid', activation: 'relu' })],
] as never;

const GROUPS: [file: string, weights: Record<string, Wave>][] = [
  [
    'first.bin',
    {
      'first/kernel': { step: 0.9, phase: 0, scale: 0.4, shape: [3, 3, 3, 4] },
      'first/bias': { step: 1, phase: 0.5, scale: 0.2, shape: [4] },
      'norm/gamma': { step: 1, phase: 0, scale: 0.3, offset: 1, shape: [4] },
      'norm/beta': { step: 1, phase: 1, scale: 0.1, shape: [4] },
      'norm/moving_mean': { step: 1, phase: 2, scale: 0.1, shape: [4] },
      'norm/moving_variance': { step: 1, phase: 3, scale: 0.5, offset: 1, shape: [4] },
    },
  ],
  [
    'last.bin',
    {
      'depth/depthwise_kernel': { step: 1.7, phase: 0.2, scale: 0.8, shape: [3, 3, 4, 1] },
      'depth_norm/beta': { step: 1, phase: 4, scale: 0.2, shape: [4] },
      'depth_norm/moving_mean': { step: 1, phase: 5, scale: 0.1, shape: [4] },
      'depth_norm/moving_variance': { step: 1, phase: 6, scale: 0.4, offset: 1, shape: [4] },
      'last/kernel': { step: 0.8, phase: 0.7, scale: 0.9, shape: [1, 1, 4, 6] },
      'last/bias': { step: 1, phase: 0.1, scale: 0.3, shape: [6] },
      'last_norm/gamma': { step: 1, phase: 1, scale: 0.2, offset: 1, shape: [6] },
      'last_norm/beta': { step: 1, phase: 2, scale: 0.3, shape: [6] },
      'last_norm/moving_mean': { step: 1, phase: 3, scale: 0.2, shape: [6] },
      'last_norm/moving_variance': { step: 1, phase: 0, scale: 0.3, offset: 1, shape: [6] },
    },
  ],
  [
    'unused.bin',
    {
      'unused/kernel': { step: 1, phase: 0, scale: 1, shape: [1, 1, 6, 2] },
      'unused/bias': { step: 1, phase: 0, scale: 1, shape: [2] },
    },
  ],
];

/** `model.json` and its weight files. @param size of its pictures, [height, width]; any where absent */
export function networkFiles(size: (number | null)[] = [null, null]): File[] {
  const input = { batch_input_shape: [null, ...size, 3], dtype: 'float32', name: 'input' };
  const names = ['input', ...LAYERS.map(([, { name }]) => name)];
  const layers = [
    { class_name: 'InputLayer', name: 'input', config: input, inbound_nodes: [] },
    ...LAYERS.map(([class_name, config], i) => ({
      ...{ class_name, name: config.name, config: { trainable: true, ...config } },
      inbound_nodes: [[[names[i], 0, 0, {}]]],
    })),
  ];
  const ends = { input_layers: [['input', 0, 0]], output_layers: [[names.at(-1), 0, 0]] };
  const model = {
    modelTopology: {
      ...{ keras_version: '2.1.6', backend: 'tensorflow' },
      model_config: { class_name: 'Model', config: { name: 'dreamer', layers, ...ends } },
    },
    weightsManifest: GROUPS.map(([file, weights]) => ({
      paths: [file],
      weights: Object.entries(weights).map(([name, { shape }]) => ({ name, shape, dtype: 'float32' })),
    })),
  };
  const files = GROUPS.map(([file, weights]) => new File(Object.values(weights).map(values), file));
  return [new File([JSON.stringify(model)], 'model.json'), ...files];
}

function values({ step, phase, scale, offset = 0, shape }: Wave): Float32Array<ArrayBuffer> {
  const length = shape.reduce((size, dim) => size * dim, 1);
  return Float32Array.from({ length }, (_, i) => offset + scale * Math.sin(step * i + phase));
}

/** The picture of test/golden/deep_dream.py: 20 × 24. */
export function waves(width = 20, height = 24): ImageData {
  const image = new ImageData(width, height);
  for (let i = 0; i < width * height * 3; i++) {
    const value = Math.round(128 + 100 * Math.sin(0.37 * i) * Math.cos(0.011 * i));
    image.data[4 * Math.floor(i / 3) + (i % 3)] = value;
  }
  for (let i = 3; i < image.data.length; i += 4) image.data[i] = 255;
  return image;
}

const text = (value: string) => ({ s: btoa(value) });
const list = (...numbers: number[]) => ({ list: { i: numbers.map(String) } });
const CONV = { strides: list(1, 1, 1, 1), dilations: list(1, 1, 1, 1), data_format: text('NHWC') };
const NORM = { epsilon: { f: 0.001 }, is_training: { b: false }, data_format: text('NHWC') };
const SAME = { padding: text('SAME') };
const VALID = { padding: text('VALID') };
const ONES: Wave = { step: 0, phase: 0, scale: 0, offset: 1, shape: [4] };

const NODES: [name: string, op: string, input: string[], attr?: object][] = [
  ['first_conv', 'Conv2D', ['input', 'first/kernel'], { ...CONV, ...SAME }],
  ['first_bias', 'BiasAdd', ['first_conv', 'first/bias'], { data_format: text('NHWC') }],
  ['first', 'Relu', ['first_bias']],
  ['norm', 'FusedBatchNormV3', ['first', ...normInputs('norm')], NORM],
  ['pool', 'MaxPool', ['norm'], { ksize: list(1, 2, 2, 1), strides: list(1, 2, 2, 1), ...VALID }],
  ['depth', 'DepthwiseConv2dNative', ['pool', 'depth/depthwise_kernel'], { ...CONV, ...SAME }],
  ['depth_norm', 'FusedBatchNormV3', ['depth', ...normInputs('depth_norm')], NORM],
  ['depth_relu', 'Relu6', ['depth_norm']],
  ['last_kernel', 'Identity', ['last/kernel']],
  ['last_conv', 'Conv2D', ['depth_relu', 'last_kernel'], { ...CONV, ...VALID }],
  ['last', 'BiasAdd', ['last_conv', 'last/bias'], { data_format: text('NHWC') }],
  ['last_norm', 'FusedBatchNormV3', ['last', ...normInputs('last_norm')], NORM],
  ['last_relu', 'Relu', ['last_norm']],
  ['flat', 'Reshape', ['last_relu', 'flat/shape']],
  ['classes', 'MatMul', ['flat', 'classes/kernel'], { transpose_a: { b: false }, transpose_b: { b: false } }],
  ['probabilities', 'Softmax', ['classes']],
];

function normInputs(name: string): string[] {
  return ['gamma', 'beta', 'moving_mean', 'moving_variance'].map((weight) => `${name}/${weight}`);
}

/** The same network as a graph model, with a classifier for pictures of one size behind it. */
export function graphFiles([height, width] = [24, 20]): File[] {
  const places = Math.floor(height! / 2) * Math.floor(width! / 2);
  const weights: Record<string, Wave> = {
    ...Object.assign({}, ...GROUPS.slice(0, 2).map(([, group]) => group)),
    'depth_norm/gamma': ONES,
    'classes/kernel': { step: 0.7, phase: 0, scale: 0.05, shape: [places * 6, 3] },
  };
  const constant = (name: string, type: string) => ({ name, op: 'Const', attr: { dtype: { type } } });
  const dim = [-1, height, width, 3].map((size) => ({ size: String(size) }));
  const model = {
    format: 'graph-model',
    modelTopology: {
      versions: { producer: 1 },
      library: {},
      node: [
        {
          name: 'input',
          op: 'Placeholder',
          attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: { dim } } },
        },
        ...Object.keys(weights).map((name) => constant(name, 'DT_FLOAT')),
        constant('flat/shape', 'DT_INT32'),
        ...NODES.map(([name, op, input, attr]) => ({
          name,
          op,
          input,
          attr: { ...attr, T: { type: 'DT_FLOAT' } },
        })),
      ],
    },
    weightsManifest: [
      {
        paths: ['group1-shard1of2.bin', 'group1-shard2of2.bin'],
        weights: [
          ...Object.entries(weights).map(([name, { shape }]) => ({ name, shape, dtype: 'float32' })),
          { name: 'flat/shape', shape: [2], dtype: 'int32' },
        ],
      },
    ],
  };
  const bytes = new Blob([...Object.values(weights).map(values), new Int32Array([-1, places * 6])]);
  return [
    new File([JSON.stringify(model)], 'model.json'),
    new File([bytes.slice(0, 1000)], 'group1-shard1of2.bin'),
    new File([bytes.slice(1000)], 'group1-shard2of2.bin'),
  ];
}
