// deepdream as a page uses it: pictures and networks of every kind, stopping, and what it refuses.
import { expect, test } from '../fixtures';

type Inside = typeof import('./deepdream.page');
const INSIDE = '/test/experiments/deepdream.page.js';

test('takes pictures of every kind', async ({ labPage }) => {
  const same = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    const pixels = inside.waves(31, 17);
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [31, 17];
    canvas.getContext('2d')!.putImageData(pixels, 0, 0);
    const offscreen = new OffscreenCanvas(31, 17);
    offscreen.getContext('2d')!.putImageData(pixels, 0, 0);
    const blob = await offscreen.convertToBlob({ type: 'image/png' });
    const element = new Image();
    element.src = URL.createObjectURL(blob);
    const { data, width, height } = pixels;
    const pictures = {
      imageData: pixels,
      pixels: { data, width, height },
      bitmap: await createImageBitmap(blob),
      ...{ blob, file: new File([blob], 'waves.png'), bytes: await blob.arrayBuffer() },
      view: new Uint8Array(await blob.arrayBuffer()),
      address: canvas.toDataURL(),
      url: new URL(canvas.toDataURL()),
      ...{ canvas, offscreen, element },
    };
    const lab = await window.trainlab.createLab({ backends: ['wasm'] });
    const same: Record<string, boolean> = {};
    for (const [kind, image] of Object.entries(pictures)) {
      const { output } = await lab.train('deepdream', { image, steps: 0, seed: 1 });
      same[kind] = output.image.data.join() === pixels.data.join();
    }
    return same;
  }, INSIDE);
  expect(same).toEqual(Object.fromEntries(Object.keys(same).map((kind) => [kind, true])));
  expect(Object.keys(same)).toHaveLength(12);
});

test('an address is relative to the page; transparency shows on white', async ({ labPage, origin }) => {
  await labPage.route('**/pictures/clear.png', async (route) => {
    const base64 = await labPage.evaluate(() => {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 16;
      return canvas.toDataURL().split(',')[1]!;
    });
    await route.fulfill({ body: Buffer.from(base64, 'base64'), contentType: 'image/png' });
  });
  const { bytes, source } = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'] });
    const { output, dataset } = await lab.train('deepdream', { image: '/pictures/clear.png', steps: 0 });
    return { bytes: [...new Set(output.image.data)], source: dataset.source };
  });
  expect(bytes).toEqual([255]);
  expect(source).toBe(`${origin}/pictures/clear.png`);
});

test('dreams with a model of the lab, which lives until its last handle is disposed', async ({ labPage }) => {
  const outcome = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    const lab = await window.trainlab.createLab({ backends: ['wasm'] });
    const other = await window.trainlab.createLab({ backends: ['cpu'] });
    const trained = await lab.train('cifar10', { epochs: 1, examples: 40, seed: 1 });
    const { layers } = await lab.inspect(trained.model);
    const options = { network: trained.model, octaves: 2, steps: 3, maxSize: 60, seed: 1 };
    const first = lab.train('deepdream', options);
    await trained.model.dispose(); // the run holds it
    const { output, model } = await first;
    const classLayer = layers.at(-1)!.name;
    const warnings: string[] = [];
    const second = lab.train('deepdream', {
      ...{ network: model, objective: { layer: classLayer, channel: 9 }, steps: 5, seed: 1 },
    });
    second.on('warning', ({ message }) => warnings.push(message));
    const { output: classDream, model: same } = await second;
    const foreign = await inside.refusal(other.train('deepdream', { network: model }));
    await model.dispose();
    const again = await same.predict(new ImageData(40, 30));
    const shared = (await lab.memory()).tensors;
    await same.dispose();
    const gone = await inside.refusal(lab.train('deepdream', { network: same }));
    const layersGone = await inside.refusal(lab.inspect(same));
    const left = await lab.memory();
    return {
      ...{ layers, output: { ...output, image: 0 }, classDream: { ...classDream, image: 0 }, warnings },
      ...{ foreign, gone, layersGone, shared, left, again: [again.width, again.height] },
    };
  }, INSIDE);
  const shapes = outcome.layers.map(({ type, shape, fixedSize }) => [type, shape, fixedSize]);
  expect(shapes[0]).toEqual(['Conv2D', [null, null, 32], false]);
  expect(shapes[8]).toEqual(['Flatten', [2304], true]);
  expect(shapes.at(-1)).toEqual(['Dense', [10], true]);
  expect(outcome.layers.some(({ coefficient }) => coefficient > 0)).toBe(true);
  expect(outcome.output.network).toBe('cifar10');
  for (const { losses } of outcome.output.octaves) expect(losses.at(-1)).toBeGreaterThan(losses[0]!);
  expect(outcome.classDream.octaves).toMatchObject([{ width: 32, height: 32 }]);
  const { losses } = outcome.classDream.octaves[0]!;
  for (const [i, loss] of losses.slice(1).entries()) expect(loss).toBeGreaterThan(losses[i]!);
  expect(outcome.warnings).toEqual([expect.stringContaining('32 × 32')]);
  expect(outcome.again).toEqual([40, 30]);
  expect(outcome.foreign).toMatchObject({ name: 'InvalidOptionError', field: 'network' });
  expect(outcome.gone.name).toBe('ModelDisposedError');
  expect(outcome.layersGone.name).toBe('ModelDisposedError');
  expect(outcome.shared).toBe(12); // the weights of cifar10, once
  expect(outcome.left).toEqual({ tensors: 0, bytes: 0 });
});

test('reads only the files that the chosen layers need, and names one that is missing', async ({
  labPage,
}) => {
  const outcome = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    const lab = await window.trainlab.createLab({ backends: ['wasm'] });
    const files = inside.networkFiles();
    const [json, first, last] = files as [File, File, File];
    const image = inside.waves();
    const dreamOf = (files: File[], layers: Record<string, number>) =>
      lab.train('deepdream', { image, network: { files }, layers, steps: 1, octaves: 1, seed: 1 });
    const { phases, model } = await dreamOf([json, first], { norm: 1 });
    const held = await lab.memory();
    await model.dispose();
    const cut = new File([await last.slice(0, 40).arrayBuffer()], 'last.bin');
    const broken = new File(['{'], 'model.json');
    const other = new File(['{"modelTopology": {}, "weightsManifest": []}'], 'model.json');
    return {
      ...{ parameters: phases[0]!.frozenParameters, held: held.tensors },
      layers: (await lab.inspect({ files: [json] })).layers,
      missing: await inside.refusal(dreamOf([json, first], { last: 1 })),
      short: await inside.refusal(dreamOf([json, first, cut], { last: 1 })),
      unknown: await inside.refusal(dreamOf(files, { norm: 1, lust: 1 })),
      noJson: await inside.refusal(dreamOf([first], { norm: 1 })),
      broken: await inside.refusal(dreamOf([broken], { norm: 1 })),
      other: await inside.refusal(dreamOf([other], { norm: 1 })),
      address: await inside.refusal(lab.train('deepdream', { network: { url: '/dist/none.json' } })),
      left: await lab.memory(),
    };
  }, INSIDE);
  expect(outcome.parameters).toBe(3 * 3 * 3 * 4 + 4 + 16);
  expect(outcome.held).toBe(6);
  expect(outcome.layers.map(({ name, type, shape }) => [name, type, shape.at(-1)])).toEqual([
    ...[
      ['first', 'Conv2D', 4],
      ['norm', 'BatchNormalization', 4],
      ['pool', 'MaxPooling2D', 4],
    ],
    ...[
      ['depth', 'DepthwiseConv2D', 4],
      ['depth_norm', 'BatchNormalization', 4],
      ['depth_relu', 'Activation', 4],
      ['last', 'Conv2D', 6],
      ['last_norm', 'BatchNormalization', 6],
      ['last_relu', 'Activation', 6],
    ],
    ['unused', 'Conv2D', 2],
  ]);
  expect(outcome.missing).toMatchObject({ name: 'NetworkFileError', file: 'last.bin' });
  expect(outcome.short).toMatchObject({
    ...{ name: 'NetworkFileError', file: 'last.bin', reason: 'expected 408 bytes of weights, found 40' },
  });
  expect(outcome.unknown).toMatchObject({ name: 'InvalidOptionError', field: 'layers' });
  expect(outcome.unknown.message).toContain('depth_relu');
  expect(outcome.noJson).toMatchObject({ name: 'NetworkFileError', file: 'model.json' });
  expect(outcome.broken).toMatchObject({ name: 'NetworkFileError', file: 'model.json' });
  expect(outcome.other).toMatchObject({ name: 'NetworkFileError', file: 'model.json' });
  expect(outcome.address).toMatchObject({ name: 'NetworkFileError', reason: expect.stringContaining('404') });
  expect(outcome.left).toEqual({ tensors: 0, bytes: 0 });
});

test('a graph model dreams of its classes at its own size, of its layers at any', async ({ labPage }) => {
  const outcome = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    const lab = await window.trainlab.createLab({ backends: ['wasm'] });
    const files = inside.graphFiles();
    const image = inside.waves(50, 40);
    const network = { files };
    const { layers } = await lab.inspect({ files: [files[0]!] });
    const common = { image, network, steps: 4, octaves: 1, seed: 1 };
    const objective = { layer: 'probabilities', channel: 1 };
    const ofClass = await lab.train('deepdream', { ...common, objective });
    const ofLayers = await lab.train('deepdream', common);
    const again = await ofClass.model.predict(image);
    const reused = await lab.train('deepdream', { ...common, network: ofLayers.model });
    await Promise.all([ofClass, ofLayers, reused].map(({ model }) => model.dispose()));
    const [json, first] = files;
    return {
      ...{ layers, ofClass: ofClass.output.octaves, ofLayers: ofLayers.output, left: await lab.memory() },
      same: [
        again.data.join() === ofClass.output.image.data.join(),
        reused.output.image.data.join() === ofLayers.output.image.data.join(),
      ],
      missing: await inside.refusal(lab.train('deepdream', { network: { files: [json!, first!] } })),
    };
  }, INSIDE);
  expect(outcome.layers.filter(({ type }) => type !== 'BiasAdd')).toMatchObject([
    { name: 'first_conv', type: 'Conv2D', shape: [null, null, 4], fixedSize: false },
    { name: 'first', type: 'Relu', shape: [null, null, 4] },
    { name: 'norm', type: 'FusedBatchNormV3', shape: [null, null, 4] },
    { name: 'pool', type: 'MaxPool', shape: [null, null, 4] },
    { name: 'depth', type: 'DepthwiseConv2dNative', shape: [null, null, 4] },
    { name: 'depth_norm' },
    { name: 'depth_relu', type: 'Relu6', shape: [null, null, 4] },
    { name: 'last_conv', type: 'Conv2D', shape: [null, null, 6] },
    { name: 'last_norm' },
    { name: 'last_relu', shape: [null, null, 6], fixedSize: false },
    { name: 'classes', type: 'MatMul', shape: [3], fixedSize: true },
    { name: 'probabilities', type: 'Softmax', shape: [3], fixedSize: true },
  ]);
  expect(outcome.ofClass).toMatchObject([{ width: 20, height: 24 }]);
  expect(outcome.ofLayers.octaves).toMatchObject([{ width: 50, height: 40 }]);
  expect(Object.keys(outcome.ofLayers.layers).length).toBeGreaterThan(0);
  for (const { losses } of [...outcome.ofClass, ...outcome.ofLayers.octaves]) {
    expect(losses.at(-1)).toBeGreaterThan(losses[0]!);
  }
  expect(outcome.same).toEqual([true, true]);
  expect(outcome.missing).toMatchObject({ name: 'NetworkFileError', file: 'group1-shard2of2.bin' });
  expect(outcome.left).toEqual({ tensors: 0, bytes: 0 });
});

test('a saved model of the lab dreams from IndexedDB', async ({ labPage }) => {
  const { name, same } = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    const lab = await window.trainlab.createLab({ backends: ['wasm'] });
    const options = { image: inside.waves(), steps: 3, octaves: 1, seed: 1 };
    const { output, model } = await lab.train('deepdream', options);
    await model.save('indexeddb://dreamer');
    const network = { url: 'indexeddb://dreamer' };
    const loaded = await lab.train('deepdream', { ...options, network });
    const { layers } = loaded.output;
    const again = await model.predict(options.image);
    return {
      name: loaded.output.network,
      same: [loaded.output.image, again].map((image) => image.data.join() === output.image.data.join()),
      layers,
    };
  }, INSIDE);
  expect(name).toBe('indexeddb://dreamer');
  expect(same).toEqual([true, true]);
});

test('stops with the dream so far', async ({ labPage }) => {
  const outcome = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    const lab = await window.trainlab.createLab({ backends: ['wasm'] });
    const image = inside.waves(200, 100);
    const run = lab.train('deepdream', { image, octaves: 2, steps: 10_000, seed: 1, maxLoss: 1e9 });
    await new Promise<void>((resolve) => run.on('batch', ({ batch }) => batch > 3 && resolve()));
    const { output: soFar, model } = (await run.stop())!;
    const { output: told } = await run;
    await model.dispose();
    const changed = soFar.image.data.some((byte, i) => byte !== image.data[i]);
    const left = await lab.memory();
    const early = lab.train('deepdream', { image, seed: 1 });
    const nothing = await early.stop();
    const aborter = new AbortController();
    const aborted = lab.train('deepdream', { image, steps: 10_000, signal: aborter.signal });
    aborted.on('batch', () => aborter.abort(new Error('enough')));
    const reason = await aborted.catch((cause) => (cause as Error).message);
    const finished = lab.train('deepdream', { image, steps: 1, seed: 1 });
    await finished;
    const { image: whole } = (await finished.stop())!.output;
    return {
      ...{ size: [soFar.image.width, soFar.image.height], changed, left, nothing, reason },
      octaves: soFar.octaves.map(({ losses, ...rest }) => ({ ...rest, steps: losses.length })),
      same: told.image.data.join() === soFar.image.data.join(),
      whole: [whole.width, whole.height],
      remaining: (await lab.memory()).tensors,
    };
  }, INSIDE);
  expect(outcome.size).toEqual([200, 100]);
  expect(outcome.changed).toBe(true);
  expect(outcome.same).toBe(true);
  expect(outcome.octaves).toEqual([{ width: 142, height: 71, ended: 'stop', steps: expect.any(Number) }]);
  expect(outcome.octaves[0]!.steps).toBeGreaterThan(3);
  expect(outcome.octaves[0]!.steps).toBeLessThan(10_000);
  expect(outcome.left).toEqual({ tensors: 0, bytes: 0 });
  expect(outcome.nothing).toBeUndefined();
  expect(outcome.reason).toBe('enough');
  expect(outcome.whole).toEqual([200, 100]);
});

test('a picture in tiles reports its progress tile by tile, can be paused, and needs memory for one', async ({
  labPage,
}) => {
  const { fractions, samples, peak, paused, pixels } = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    const lab = await window.trainlab.createLab({ backends: ['wasm'] });
    const image = inside.waves(1200, 900);
    const run = lab.train('deepdream', {
      ...{ image, octaves: 2, octaveScale: 3, steps: 2, maxSize: 1200, tileSize: 128, seed: 1 },
    });
    const fractions: number[] = [];
    const samples: { octave: number; step: number; width: number }[] = [];
    let peak = 0;
    let paused = Number.NaN;
    run.on('sample', ({ sample: { octave, step, image } }) =>
      samples.push({ octave, step, width: image.width }),
    );
    for await (const event of run) {
      if (event.type !== 'progress') continue;
      fractions.push(event.fraction);
      peak = Math.max(peak, (await lab.memory()).bytes);
      if (fractions.length === 3) {
        run.pause();
        await new Promise((resolve) => setTimeout(resolve, 100));
        const before = fractions.length;
        await new Promise((resolve) => setTimeout(resolve, 200));
        paused = fractions.length - before;
        run.resume();
      }
    }
    return { fractions, samples, peak, paused, pixels: 4 * 3 * 1200 * 900 };
  }, INSIDE);
  expect(paused).toBe(0);
  expect(fractions.length).toBeGreaterThan(4);
  for (const [i, fraction] of fractions.slice(1).entries())
    expect(fraction).toBeGreaterThanOrEqual(fractions[i]!);
  expect(fractions.at(-1)).toBe(1);
  expect(samples.at(-1)).toEqual({ octave: 2, step: 2, width: 1200 });
  // The picture a few times over, not the network's results for all of it.
  expect(peak).toBeLessThan(6 * pixels);
});

const refused: [why: string, options: Record<string, unknown>, field: string, allowed: RegExp][] = [
  ['data', { data: 'a.png' }, 'data', /image/],
  ['no picture', { image: 5 }, 'image', /picture/],
  ['pixels that are too few', { image: { data: [1], width: 9, height: 9 } }, 'image', /picture/],
  ['no guide', { guide: {} }, 'guide', /picture/],
  ['no network', { network: 'mobilenet' }, 'network', /url/],
  ['a network without address', { network: { url: 7 } }, 'network.url', /model\.json/],
  ['a network without files', { network: { files: [] } }, 'network.files', /model\.json/],
  ['another architecture', { network: { architecture: 'vgg' } }, 'network.architecture', /inception/],
  ['no weights', { network: { architecture: 'inception-v3' } }, 'network.weights', /file/],
  ['no layers', { layers: {} }, 'layers', /at least one/],
  ['a list of layers', { layers: ['conv1'] }, 'layers', /coefficients/],
  ['a coefficient that is text', { layers: { conv1: '1' } }, 'layers.conv1', /number/],
  ['an unknown layer', { layers: { nowhere: 1 } }, 'layers', /a layer of embedded/],
  [
    'a layer that InceptionV3 lacks, before its file is read',
    { network: { architecture: 'inception-v3', weights: '/none.h5' }, layers: { mixed11: 1 } },
    ...(['layers', /a layer of inception-v3: .*mixed10/] as const),
  ],
  ['no channel', { objective: { layer: 'conv1' } }, 'objective.channel', /whole number/],
  [
    'an unknown layer of an objective',
    { objective: { layer: 'x', channel: 0 } },
    'objective.layer',
    /layer of/,
  ],
  [
    'an objective beside layers',
    { layers: { a: 1 }, objective: { layer: 'a', channel: 0 } },
    'objective',
    /none/,
  ],
  ['a range of one', { range: [1] }, 'range', /two/],
  ['a range without width', { range: [1, 1] }, 'range', /two different/],
  ['too many octaves', { octaves: 21 }, 'octaves', /1 to 20/],
];

test('refuses what it cannot use, by name, and stays usable', async ({ labPage }) => {
  const { errors, channel, garbage, usable, inputs, left } = await labPage.evaluate(
    async ([url, cases]) => {
      const inside: Inside = await import(url);
      const lab = await window.trainlab.createLab({ backends: ['wasm'] });
      const errors = [];
      for (const bad of cases) errors.push(await inside.refusal(lab.train('deepdream', bad as never)));
      const { name: layer, shape } = (await lab.inspect()).layers[0]!;
      const channel = await inside.refusal(
        lab.train('deepdream', { objective: { layer, channel: shape.at(-1)! } }),
      );
      const garbage = await inside.refusal(
        lab.train('deepdream', { image: new File(['no picture'], 'a.png') }),
      );
      const image = new ImageData(20, 10);
      const { output, model } = await lab.train('deepdream', { image, steps: 1, seed: 1 });
      const inputs = [];
      for (const input of [undefined, 5, {}])
        inputs.push(await inside.refusal(model.predict(input as never)));
      await model.dispose();
      return { errors, channel, garbage, usable: output.image.width, inputs, left: await lab.memory() };
    },
    [INSIDE, refused.map(([, options]) => options)] as const,
  );
  for (const [i, [why, , field, allowed]] of refused.entries()) {
    expect(errors[i], why).toMatchObject({ name: 'InvalidOptionError', field });
    expect(errors[i]!.allowed, why).toMatch(allowed);
  }
  expect(channel).toMatchObject({ name: 'InvalidOptionError', field: 'objective.channel' });
  expect(garbage).toMatchObject({ name: 'DatasetError', file: 'a.png' });
  expect(usable).toBe(20);
  expect(inputs.map(({ name }) => name)).toEqual([
    'InvalidInputError',
    'InvalidInputError',
    'InvalidInputError',
  ]);
  expect(left).toEqual({ tensors: 0, bytes: 0 });
});
