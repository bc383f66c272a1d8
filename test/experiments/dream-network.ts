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
