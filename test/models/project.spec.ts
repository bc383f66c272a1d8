// Models as projects: what is in them, and that train.py says what the training was. Running it is by hand:
// test/interop/round_trip.mjs.
import { expect, test } from '../fixtures';

const tiny = { epochs: 1, examples: 60, batchSize: 20, seed: 3 };

test('a project of an experiment holds its network, hyperparameters, seed and data', async ({ labPage }) => {
  const { name, names, script, readme, npz, digits, head } = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const { model } = await lab.train('transfer', options);
    const { name, files, blob } = await model.export('project');
    const bytes = new Uint8Array(await files['data.npz']!.arrayBuffer());
    return {
      ...{ name, names: Object.keys(files), npz: bytes.length },
      script: await files['train.py']!.text(),
      readme: await files['README.md']!.text(),
      digits: String.fromCharCode(...bytes.subarray(0, 256)),
      head: [...new Uint8Array(await blob.slice(0, 2).arrayBuffer())],
    };
  }, tiny);
  expect(name).toBe('transfer-project.zip');
  expect(names).toEqual(['README.md', 'train.py', 'requirements.txt', 'model.keras', 'data.npz']);
  expect(head).toEqual([0x50, 0x4b]);
  const lines = script.split('\n').map((line) => line.trim());
  expect(lines).toEqual(
    expect.arrayContaining(['SEED = 3', 'EPOCHS = 1', 'BATCH_SIZE = 20  # over all processes']),
  );
  expect(script).toContain('keras.optimizers.Adadelta(learning_rate=1.0, rho=0.95, epsilon=1e-7)');
  const network = lines.filter((line) => line.startsWith('layers.') && line.includes('  # '));
  expect(network.map((line) => line.replace(/, name="[^"]*"|name="[^"]*"/, ''))).toEqual([
    'layers.Conv2D(filters=32, kernel_size=(3, 3), activation="relu"),  # (None, 26, 26, 32)',
    'layers.Conv2D(filters=32, kernel_size=(3, 3), activation="relu"),  # (None, 24, 24, 32)',
    'layers.MaxPooling2D(pool_size=(2, 2), strides=(2, 2)),  # (None, 12, 12, 32)',
    'layers.Dropout(rate=0.25),  # (None, 12, 12, 32)',
    'layers.Flatten(),  # (None, 4608)',
    'layers.Dense(units=128, activation="relu"),  # (None, 128)',
    'layers.Dropout(rate=0.5),  # (None, 128)',
    'layers.Dense(units=5, activation="softmax"),  # (None, 5)',
  ]);
  expect(script).toContain('phase("digits 5 to 9", CLASSES, FEATURES)');
  expect(readme).toContain('torchrun --nproc-per-node 2 train.py');
  expect(digits).toContain("{'descr': '|u1', 'fortran_order': False, 'shape': (60, 28, 28), }");
  expect(npz).toBeGreaterThan(72 * 785);
});

test('the data of a project are those of the run', async ({ labPage }) => {
  const sums = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const { model } = await lab.train('antirectifier', { ...options, hiddenSize: 8 });
    const { files } = await model.export('project');
    // Read by the lab's own reader of NumPy's files.
    const dataset = await lab.dataset(new File([files['data.npz']!], 'data.npz'));
    const { loss, accuracy } = (await model.record()).metrics;
    const { valLoss } = (await model.record()).metrics;
    const tested = await model.evaluate(dataset, { split: 'test' });
    return { loss, accuracy, valLoss, tested: tested.loss };
  }, tiny);
  expect(sums.tested).toBeCloseTo(sums.valLoss!, 4);
});

test('a network of the page: its names become strings, never code', async ({ labPage }) => {
  const { script, names } = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const dense = (config: object) => ({ class_name: 'Dense', config });
    const layers = [
      dense({ units: 4, activation: 'relu', batch_input_shape: [null, 2] }),
      dense({ units: 2, activation: 'softmax', name: 'answer' }),
    ];
    // Names of layers are checked by TensorFlow.js, that of a network is not.
    const network = { class_name: 'Sequential', config: { name: 'a"\n); print("é") #', layers } };
    const data = {
      x: [
        [0, 1],
        [1, 0],
        [1, 1],
        [0, 0],
      ],
      y: [1, 1, 0, 0],
    };
    const { model } = await lab.fit(network, data, {
      ...{ epochs: 3, batchSize: 2, seed: 11, validation: 0.25, freeze: ['answer'] },
      ...{ optimizer: { name: 'sgd', learningRate: 1, momentum: 0.9, clipNorm: 2 } },
      learningRate: { schedule: 'exponential', rate: 0.5 },
      stopEarly: { monitor: 'valLoss', patience: 2 },
    });
    const { files } = await model.export('project');
    return { script: await files['train.py']!.text(), names: Object.keys(files) };
  });
  expect(names).toEqual(['README.md', 'train.py', 'requirements.txt', 'model.keras']);
  expect(script).toContain('name="a\\"\\n); print(\\"\\u00e9\\") #",');
  expect(script).not.toMatch(/^\); print/m);
  expect(script).toMatch(/layers\.Dense\(units=2, activation="softmax",.* trainable=False, name="answer"\)/);
  expect(script).toContain('keras.optimizers.SGD(learning_rate=1.0, momentum=0.9, clipnorm=2.0)');
  expect(script).toContain('return keras.losses.SparseCategoricalCrossentropy()');
  expect(script).toContain('return LEARNING_RATE * 0.5 ** (step / steps_per_epoch)');
  expect(script).toContain('watched = -values["val_loss"]');
  expect(script).toContain('VALIDATION = 0.25');
  expect(script).toContain('SEED = 11');
});

test('a .keras file of the lab brings back what the lab knows of the model', async ({ labPage }) => {
  const { same, known } = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const { model } = await lab.train('transfer', options);
    const { files } = await model.export('project');
    const loaded = await lab.load(new File([files['model.keras']!], 'model.keras'));
    const drawing = new ImageData(40, 40);
    for (let y = 5; y < 35; y++) drawing.data[4 * (40 * y + 20) + 3] = 255;
    const [one, other] = [await model.predict(drawing), await loaded.predict(drawing as never)];
    const records = [await model.record(), await loaded.record()];
    return {
      same:
        JSON.stringify(one) === JSON.stringify(other) &&
        JSON.stringify(records[0]) === JSON.stringify(records[1]),
      known: records[1]!.experiment,
    };
  }, tiny);
  expect(known).toBe('transfer');
  expect(same).toBe(true);
});

test('a model without a project is refused by name', async ({ labPage }) => {
  const error = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const { model } = await lab.train('acgan', { ...options, width: 0.05, latentSize: 8 });
    return model.export('project').then(
      () => undefined,
      ({ name, format, message }) => ({ name, format, message }),
    );
  }, tiny);
  expect(error).toMatchObject({ name: 'ExportError', format: 'project' });
  expect(error!.message).toContain('no project yet for models of acgan');
});
