// Models as files: what opens them elsewhere, and that they come back whole.
import { expect, test } from '../fixtures';

const tiny = { epochs: 1, examples: 60, batchSize: 20, seed: 3 };

type Inside = typeof import('./library.page');
const INSIDE = '/test/models/library.page.js';

test('stock TensorFlow.js opens what is exported for it, one file or all', async ({ labPage }) => {
  const result = await labPage.evaluate(
    async ([url, options]) => {
      const inside: Inside = await import(url);
      const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
      const { model } = await lab.train('transfer', options);
      const exported = await model.export('tfjs');
      const files = Object.entries(exported.files).map(([name, blob]) => new File([blob], name));
      const data = Array.from({ length: 784 }, (_, i) => ((i * 31) % 17) / 17);
      const there = await inside.openFiles(files, [{ data, shape: [1, 28, 28, 1] }]);
      const last = (await model.summary()).outputs;
      const [here] = await model.activations({ data: Float32Array.from(data), shape: [1, 28, 28, 1] }, last);
      const { model: generator } = await lab.train('acgan', { ...options, width: 0.05, latentSize: 8 });
      const drawn = await generator.export('tfjs');
      const inputs = [
        { data: data.slice(0, 8), shape: [1, 8] },
        { data: [7], shape: [1, 1], dtype: 'int32' as const },
      ];
      const theirs = await inside.openFiles(
        Object.entries(drawn.files).map(([name, blob]) => new File([blob], name)),
        inputs,
      );
      const arrays = inputs.map(({ shape, data: numbers, dtype }) => ({
        shape,
        data: dtype ? Int32Array.from(numbers) : Float32Array.from(numbers),
      }));
      const [ours] = await generator.activations(arrays, (await generator.summary()).outputs);
      return {
        ...{ name: exported.name, names: Object.keys(exported.files), size: exported.blob.size },
        sizes: Object.values(exported.files).map(({ size }) => size),
        head: [...new Uint8Array(await exported.blob.slice(0, 8).arrayBuffer())],
        ...{ there, here: [...here!.data], theirs, ours: [...ours!.data] },
      };
    },
    [INSIDE, tiny] as const,
  );
  expect(result.name).toBe('transfer-tfjs.zip');
  expect(result.names).toEqual(['model.json', 'weights.bin']);
  expect(result.sizes[1]).toBe(4 * 600_165);
  expect(result.size).toBeGreaterThan(result.sizes[0]! + result.sizes[1]!);
  // A zip whose files say at their beginning how long they are: no data descriptors.
  expect([result.head.slice(0, 4), result.head[6]! & 8]).toEqual([[0x50, 0x4b, 3, 4], 0]);
  expect(result.there).toHaveLength(5);
  for (const [i, value] of result.there.entries()) expect(result.here[i]).toBeCloseTo(value, 6);
  expect(result.theirs).toHaveLength(784);
  for (const [i, value] of result.theirs.entries()) expect(result.ours[i]).toBeCloseTo(value, 5);
});

test('what is exported comes back with the same bits and all that is known of it', async ({ labPage }) => {
  test.setTimeout(240_000);
  const results = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const drawing = new ImageData(40, 40);
    for (let y = 5; y < 35; y++) drawing.data[4 * (40 * y + 20) + 3] = 255;
    const sums = { questions: 100, epochs: 1, hiddenSize: 8, seed: 3 };
    const cases = [
      [(await lab.train('transfer', options)).model, drawing],
      [(await lab.train('antirectifier', { ...options, hiddenSize: 8 })).model, drawing],
      [(await lab.train('addition', sums)).model, '1+2'],
      [(await lab.train('acgan', { ...options, width: 0.05, latentSize: 8 })).model, { digit: 3, seed: 5 }],
    ] as const;
    const text = (value: unknown) =>
      JSON.stringify(value, (_, one) => (ArrayBuffer.isView(one) ? Array.from(one as Uint8Array) : one));
    const memory = await lab.memory();
    const found = [];
    for (const [model, input] of cases) {
      const ask = async (one: Awaited<ReturnType<typeof lab.load>>) => text(await one.predict(input));
      const tfjs = await model.export('tfjs');
      const safe = await model.export('safetensors');
      const sources = {
        tfjs: { files: Object.entries(tfjs.files).map(([name, blob]) => new File([blob], name)) },
        zip: new File([tfjs.blob], tfjs.name),
        safetensors: new File([safe.blob], safe.name),
      };
      const answers: Record<string, boolean> = {};
      for (const [format, source] of Object.entries(sources)) {
        const loaded = await lab.load(source);
        answers[format] =
          (await ask(loaded)) === (await ask(model as never)) &&
          text(await loaded.record()) === text(await model.record()) &&
          String(await loaded.summary()) === String(await model.summary()) &&
          text(await loaded.weights()) === text(await model.weights());
        await loaded.dispose();
      }
      found.push({ experiment: model.experiment, answers });
    }
    return { found, memory: [memory, await lab.memory()] };
  }, tiny);
  for (const { experiment, answers } of results.found) {
    expect(answers, experiment).toEqual({ tfjs: true, zip: true, safetensors: true });
  }
  expect(results.memory[1]).toEqual(results.memory[0]);
});

test('safetensors hold the weights under their names', async ({ labPage }) => {
  const { bytes, weights, name } = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const { model } = await lab.train('antirectifier', { ...options, hiddenSize: 6 });
    const { blob, name } = await model.export('safetensors');
    const all = await model.weights();
    const weights = all.map((one) => ({ ...one, data: [...one.data] }));
    return { bytes: [...new Uint8Array(await blob.arrayBuffer())], weights, name };
  }, tiny);
  expect(name).toBe('model.safetensors');
  const file = Buffer.from(bytes);
  const length = Number(file.readBigUInt64LE(0));
  expect(length % 8).toBe(0);
  const { __metadata__, ...arrays } = JSON.parse(file.subarray(8, 8 + length).toString());
  expect(__metadata__.format).toBe('tf');
  expect(Object.keys(arrays)).toEqual(weights.map((one) => one.name));
  for (const one of weights) {
    const { dtype, shape, data_offsets: offsets } = arrays[one.name];
    expect([dtype, shape]).toEqual(['F32', one.shape]);
    const data = file.subarray(8 + length + offsets[0], 8 + length + offsets[1]);
    const values = Array.from({ length: data.length / 4 }, (_, i) => data.readFloatLE(4 * i));
    expect(values).toEqual(one.data);
  }
});

test('a format that is unknown or cannot hold a layer is refused by name', async ({ labPage }) => {
  const { errors, onnx } = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const { model } = await lab.train('antirectifier', { ...options, hiddenSize: 6 });
    const failed = async (work: Promise<unknown>) => {
      const { name, message, layer } = (await work.catch((e) => e)) as Error & { layer?: string };
      return { name, message, layer };
    };
    const config = { units: 3, cell: { class_name: 'SimpleRNNCell', config: { units: 3, name: 'cell' } } };
    const topology = {
      ...{ class_name: 'Sequential', keras_version: 'tfjs', backend: 'tensor_flow.js' },
      config: {
        name: 'own',
        layers: [{ class_name: 'RNN', config: { ...config, name: 'loop', batch_input_shape: [null, 4, 2] } }],
      },
    };
    const weights = [
      { name: 'loop/kernel', shape: [2, 3], dtype: 'float32' },
      { name: 'loop/recurrent_kernel', shape: [3, 3], dtype: 'float32' },
      { name: 'loop/bias', shape: [3], dtype: 'float32' },
    ];
    const json = { modelTopology: topology, weightsManifest: [{ paths: ['w.bin'], weights }] };
    const files = [new File([JSON.stringify(json)], 'model.json'), new File([new Float32Array(18)], 'w.bin')];
    const own = await lab.load({ files });
    return {
      errors: [await failed(model.export('pickle' as never)), await failed(own.export('onnx'))],
      onnx: (await model.export('onnx')).blob.size,
    };
  }, tiny);
  expect(errors[0]).toMatchObject({ name: 'InvalidOptionError' });
  expect(errors[0]!.message).toMatch(/one of .*onnx, .*safetensors, tfjs/);
  expect(errors[1]).toMatchObject({ name: 'ExportError', layer: 'loop' });
  expect(errors[1]!.message).toContain('RNN: ONNX has no such layer');
  expect(onnx).toBeGreaterThan(4 * 784 * 6);
});

test('files that are damaged give a typed error or the right model, and nothing hangs', async ({
  labPage,
}) => {
  test.setTimeout(300_000);
  const result = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const { model } = await lab.train('antirectifier', { ...options, hiddenSize: 2 });
    const tfjs = await model.export('tfjs');
    const whole = {
      safetensors: new Uint8Array(await (await model.export('safetensors')).blob.arrayBuffer()),
      'model.json': new Uint8Array(await tfjs.files['model.json']!.arrayBuffer()),
    };
    let state = 12345;
    const random = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const mutated = (bytes: Uint8Array) => {
      // Half of them in the first kilobytes, where all that is no number lies.
      const at = random(2) ? random(bytes.length) : random(Math.min(3000, bytes.length));
      const copy = [bytes.subarray(0, at), bytes.subarray(at)] as const;
      const length = 1 + random(20);
      switch (random(5)) {
        case 0:
          return [copy[0], Uint8Array.of(bytes[at]! ^ (1 << random(8))), copy[1].subarray(1)];
        case 1:
          return [copy[0]];
        case 2:
          return [copy[0], copy[1].subarray(length)];
        case 3:
          return [copy[0], Uint8Array.from({ length }, () => random(256)), copy[1]];
        default:
          return [copy[0], Uint8Array.from({ length }, () => 48 + random(10)), copy[1].subarray(length)];
      }
    };
    const before = await lab.memory();
    const right = JSON.stringify((await model.weights()).map(({ data }) => [...data]));
    const outcomes: Record<string, Record<string, number>> = { safetensors: {}, 'model.json': {} };
    const wrong: string[] = [];
    for (const name of ['safetensors', 'model.json'] as const) {
      for (let round = 0; round < 200; round++) {
        const file = new File(
          mutated(whole[name]) as BlobPart[],
          name === 'safetensors' ? 'm.safetensors' : name,
        );
        const files =
          name === 'safetensors' ? [file] : [file, new File([tfjs.files['weights.bin']!], 'weights.bin')];
        const outcome = await lab.load({ files }).then(
          async (loaded) => {
            const same = JSON.stringify((await loaded.weights()).map(({ data }) => [...data])) === right;
            await loaded.dispose();
            return same ? 'the model' : 'another model';
          },
          (error) => {
            if (!['NetworkFileError', 'InvalidOptionError'].includes(error.name))
              wrong.push(`${error.name}: ${error.message}`);
            return error.name as string;
          },
        );
        outcomes[name]![outcome] = (outcomes[name]![outcome] ?? 0) + 1;
      }
    }
    return { outcomes, wrong, memory: [before, await lab.memory()] };
  }, tiny);
  expect(result.wrong).toEqual([]);
  expect(result.outcomes.safetensors!['another model']).toBeUndefined();
  expect(result.outcomes['model.json']!['another model']).toBeUndefined();
  expect(result.outcomes.safetensors!.NetworkFileError).toBeGreaterThan(100);
  expect(result.outcomes['model.json']!.NetworkFileError).toBeGreaterThan(20);
  expect(result.memory[1]).toEqual(result.memory[0]);
});
