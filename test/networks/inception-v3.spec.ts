// InceptionV3 from weight files: it is Keras' network, takes every layout, and says what is wrong with a file.
import type { Page } from '@playwright/test';
import { fromWire, toWire, WeightsError } from '../../src/errors';
import { expect, test } from '../fixtures';
import { type FileServer, serveFile } from './file-server';
import { inWorker } from './in-worker';
import type { Loading } from './inception-v3.page';
import { reducedInception, sumsOf, WIDTH } from './reduced-inception';
import { keras3File, legacyFile, modelFile, type SavedLayer, written } from './weights-file';

type Outcome = Awaited<ReturnType<typeof import('./inception-v3.page').load>>[number];

const BUNDLE = '/test/networks/inception-v3.page.js';
const layers = reducedInception();
const nothingLeft = { tensors: 0, bytes: 0 };

function load(page: Page, loadings: Loading[], backend = 'wasm'): Promise<Outcome[]> {
  return inWorker(page, BUNDLE, 'load', backend, loadings);
}

async function loadOne(page: Page, loading: Loading): Promise<Outcome> {
  return (await load(page, [loading]))[0]!;
}

/** The layers with one of them changed. */
function changed(name: string, change: (layer: SavedLayer) => SavedLayer): SavedLayer[] {
  return layers.map((layer) => (layer.name === name ? change(layer) : layer));
}

function weight(name: string, shape: number[]) {
  return { name, shape, values: new Float32Array(shape.reduce((a, b) => a * b, 1)) };
}

// As Keras 3.15 lists the convolutions of keras.applications.InceptionV3(include_top=False), counted from 1.
const KERAS_ORDER = [
  ...[1, 2, 3, 4, 5, 9, 7, 10, 6, 8, 11, 12, 16, 14, 17, 13, 15, 18, 19, 23, 21, 24, 20, 22, 25, 26, 28, 29],
  ...[27, 30, 35, 36, 32, 37, 33, 38, 31, 34, 39, 40, 45, 46, 42, 47, 43, 48, 41, 44, 49, 50, 55, 56, 52, 57],
  ...[53, 58, 51, 54, 59, 60, 65, 66, 62, 67, 63, 68, 61, 64, 69, 70, 73, 74, 71, 75, 72, 76, 81, 78, 82, 79],
  ...[80, 83, 84, 77, 85, 90, 87, 91, 88, 89, 92, 93, 86, 94],
];
const MIXED = [256, 288, 288, 768, 768, 768, 768, 768, 1280, 2048, 2048];

test('the layers are those of Keras, in its order', async ({ labPage }) => {
  const { layers: own, parameters } = await inWorker<{ layers: [string, number][]; parameters: number }>(
    labPage,
    BUNDLE,
    'buildWhole',
  );
  expect(parameters).toBe(21_802_784);
  expect(own).toHaveLength(311);
  const numbers = own.flatMap(([name]) => /^conv2d_(\d+)$/.exec(name)?.[1] ?? []).map(Number);
  expect(numbers).toEqual(KERAS_ORDER);
  const mixed = own.filter(([name]) => /^mixed\d+$/.test(name));
  expect(mixed).toEqual(MIXED.map((channels, i) => [`mixed${i}`, channels]));
});

// Of test/golden/inception_v3_reduced.py, in float64.
const GOLDEN: Record<string, { shape: number[]; norm: number; projection: number }> = {
  mixed2: { shape: [1, 7, 7, 18], norm: 5.403877905154935, projection: -0.03502351036521045 },
  mixed3: { shape: [1, 3, 3, 48], norm: 4.245204226685144, projection: 1.2597100586032814 },
  mixed4: { shape: [1, 3, 3, 48], norm: 4.169287348143641, projection: -1.2354546417606058 },
  mixed5: { shape: [1, 3, 3, 48], norm: 3.2286145904563828, projection: -1.0614842517251164 },
  mixed8: { shape: [1, 1, 1, 80], norm: 2.621079264634959, projection: -0.6866078087480287 },
  mixed10: { shape: [1, 1, 1, 128], norm: 2.52442211864168, projection: -0.2411661391008999 },
  gradient: { shape: [1, 75, 80, 3], norm: 2.1723530899341645e-5, projection: -4.209477843936027e-6 },
};

for (const backend of ['wasm', 'cpu', 'webgpu']) {
  test(`a reduced network and its gradient give what they give in Keras (${backend})`, async ({
    labPage,
  }) => {
    const weights = await legacyFile(layers);
    const names = Object.keys(GOLDEN).filter((name) => name !== 'gradient');
    const { short: outputs, left } = await inWorker<{ short: typeof GOLDEN; left: number }>(
      ...([labPage, BUNDLE, 'outputsOf'] as const),
      ...[backend, weights, WIDTH, names],
    );
    expect(left).toBe(0);
    expect(Object.keys(outputs)).toEqual(Object.keys(GOLDEN));
    for (const [name, { shape, norm, projection }] of Object.entries(GOLDEN)) {
      expect(outputs[name]!.shape, name).toEqual(shape);
      expect(Math.abs(outputs[name]!.norm - norm) / norm, name).toBeLessThan(1e-4);
      expect(Math.abs(outputs[name]!.projection - projection) / norm, name).toBeLessThan(1e-4);
    }
  });
}

for (const backend of ['wasm', 'cpu']) {
  test(`a weight file fills the layers in order, and nothing is left of it (${backend})`, async ({
    labPage,
  }) => {
    const [{ network, error, reports, left }] = (await load(
      labPage,
      [{ weights: await legacyFile(layers), width: WIDTH }],
      backend,
    )) as [Outcome];
    expect(error).toBeUndefined();
    expect(Object.keys(network!.sums)).toHaveLength(188);
    for (const [name, sums] of Object.entries(sumsOf(layers))) {
      for (const [i, sum] of sums.entries()) expect(network!.sums[name]![i], name).toBeCloseTo(sum, 3);
    }
    expect(network!.output).toEqual({ shape: [1, 1, 1, 128], finite: true });
    expect(left).toEqual(nothingLeft);
    expect(reports.at(-1)!.fraction).toBeCloseTo(1, 12);
  });
}

test('every layout and every way to hand it in gives the same network', async ({ labPage }) => {
  const legacy = await legacyFile(layers);
  const top = { name: 'predictions', weights: [weight('kernel', [128, 10]), weight('bias', [10])] };
  const padded = new Uint8Array(legacy.length + 3);
  padded.set(legacy, 2);
  const files: Loading['weights'][] = [
    legacy,
    { bytes: legacy, name: 'weights.h5' },
    await modelFile(layers),
    await keras3File(layers),
    await legacyFile([...layers, top]),
  ];
  const outcomes = await load(
    labPage,
    files.map((weights) => ({ weights, width: WIDTH })),
  );
  for (const { error, network, left } of outcomes) {
    expect(error).toBeUndefined();
    expect(network).toEqual(outcomes[0]!.network);
    expect(left).toEqual(nothingLeft);
  }
});

test('`upTo` builds what leads to that layer alone, from the whole file', async ({ labPage }) => {
  const weights = await legacyFile(layers);
  const ends = ['mixed0', 'mixed5', 'activation_7', 'max_pooling2d_1', 'conv2d_1'];
  const outcomes = await load(labPage, [
    ...ends.map((upTo) => ({ weights, width: WIDTH, upTo })),
    { weights, width: WIDTH, upTo: 'mixed11' },
  ]);
  const whole = sumsOf(layers);
  const built = outcomes.slice(0, -1).map(({ network, reports, left }, i) => {
    expect(network!.layers.at(-1)![0]).toBe(ends[i]);
    for (const [name, sums] of Object.entries(network!.sums)) {
      for (const [k, sum] of sums.entries()) expect(sum, name).toBeCloseTo(whole[name]![k]!, 3);
    }
    expect(reports.at(-1)!.fraction).toBeCloseTo(1, 12);
    expect(left).toEqual(nothingLeft);
    return Object.keys(network!.sums).filter((name) => name.startsWith('conv')).length;
  });
  expect(built).toEqual([12, 50, 6, 3, 1]);
  expect(outcomes.at(-1)!.error).toMatchObject({ name: 'InvalidOptionError' });
});

test('a wrong file is refused by name, and the first layer that does not fit with both shapes', async ({
  labPage,
}) => {
  const good = await legacyFile(layers);
  const text = (value: string) => new TextEncoder().encode(value);
  const cases: [name: string, bytes: Uint8Array, reason: string, mismatch?: object][] = [
    ['empty.h5', new Uint8Array(), 'the file is empty'],
    [
      'page.h5',
      text('<!doctype html><title>Not found</title>'),
      'not an HDF5 file: expected it to begin with 89 48 44 46 0d 0a 1a 0a, found 3c 21 64 6f 63 74 79 70',
    ],
    ['head.h5', good.slice(0, 30), 'truncated: expected 48 bytes, found 30'],
    ['half.h5', good.slice(0, 5e5), `truncated: expected ${good.length} bytes, found 500000`],
    ['tail.h5', good.slice(0, -1), `truncated: expected ${good.length} bytes, found ${good.length - 1}`],
    [
      'numbers.h5',
      await written((root) => void root.create_dataset({ name: 'x', data: new Float32Array(3) })),
      'holds no weights of a Keras network: neither `layer_names` nor `layers` is there',
    ],
    [
      'vgg.h5',
      await legacyFile([
        { name: 'block1_conv1', weights: [weight('kernel', [3, 3, 3, 64]), weight('bias', [64])] },
      ]),
      'layer conv2d_1 does not fit: expected kernel [3, 3, 3, 2], found block1_conv1/block1_conv1/kernel:0 [3, 3, 3, 64]',
      { layer: 'conv2d_1', expected: [3, 3, 3, 2], found: [3, 3, 3, 64] },
    ],
    [
      'shape.h5',
      await legacyFile(
        changed('conv2d_41', (one) => ({ ...one, weights: [weight('kernel', [7, 1, 10, 12])] })),
      ),
      'layer conv2d_41 does not fit: expected kernel [1, 1, 48, 12], found conv2d_41/conv2d_41/kernel:0 [7, 1, 10, 12]',
      { layer: 'conv2d_41', expected: [1, 1, 48, 12], found: [7, 1, 10, 12] },
    ],
    [
      'bias.h5',
      await legacyFile(
        changed('conv2d_2', (one) => ({ ...one, weights: [...one.weights, weight('bias', [2])] })),
      ),
      'layer conv2d_2 does not fit: expected nothing, found conv2d_2/conv2d_2/bias:0 [2]',
      { layer: 'conv2d_2', expected: null, found: [2] },
    ],
    [
      'short.h5',
      await legacyFile(layers.slice(0, 8)),
      'layer batch_normalization_3 does not fit: expected beta [4], found nothing: there are 5 layers with weights',
      { layer: 'batch_normalization_3', expected: [4], found: null },
    ],
    [
      'whole.weights.h5',
      await keras3File(
        changed('conv2d_1', (one) => ({ ...one, weights: [weight('kernel', [3, 3, 3, 32])] })),
      ),
      'layer conv2d_1 does not fit: expected kernel [3, 3, 3, 2], found layers/conv2d/vars/0 [3, 3, 3, 32]',
      { layer: 'conv2d_1', expected: [3, 3, 3, 2], found: [3, 3, 3, 32] },
    ],
  ];
  const outcomes = await load(
    labPage,
    cases.map(([name, bytes]) => ({ weights: { bytes, name }, width: WIDTH })),
  );
  for (const [i, [file, , reason, mismatch]] of cases.entries()) {
    const { error, left } = outcomes[i]!;
    const message = `${file}: ${reason}`;
    expect(error).toEqual({ name: 'WeightsError', message, file, reason, ...mismatch });
    expect(left).toEqual(nothingLeft);
  }
});

test('damage that shows only while the values are read leaves nothing behind', async ({ labPage }) => {
  const integers = await legacyFile(
    changed('conv2d_30', ({ name, weights }) => ({
      name,
      weights: weights.map((one) => ({ ...one, values: new Int32Array(one.values.length) })),
    })),
  );
  const { error, left } = await loadOne(labPage, {
    weights: { bytes: integers, name: 'ints.h5' },
    width: WIDTH,
  });
  const reason = 'conv2d_30/conv2d_30/kernel:0: expected values of type f4 or f8, found <i4';
  expect(error).toMatchObject({ name: 'WeightsError', file: 'ints.h5', reason });
  expect(left).toEqual(nothingLeft);
});

test('an error of a weight file crosses the boundary as what it is', () => {
  const mismatch = { layer: 'conv2d_1', expected: [3, 3, 3, 32], found: null };
  for (const error of [new WeightsError('a.h5', 'no', mismatch), new WeightsError('a.h5', 'no')]) {
    const revived = fromWire(structuredClone(toWire(error)));
    expect(revived).toBeInstanceOf(WeightsError);
    expect((revived as WeightsError).fields).toEqual(error.fields);
    expect(revived.message).toBe('a.h5: no');
  }
});

test.describe('downloads', () => {
  let server: FileServer;
  test.beforeEach(async () => {
    server = await serveFile(await legacyFile(layers));
  });
  test.afterEach(() => server.close());
  const ours = () => ({ weights: server.url, width: WIDTH });

  test('progress never falls, tells the download, and ends at one', async ({ labPage }) => {
    for (const tellsLength of [true, false]) {
      server.tellsLength = tellsLength;
      const url = `${server.url}?${tellsLength}`;
      const { reports, error } = await loadOne(labPage, { weights: url, width: WIDTH });
      expect(error).toBeUndefined();
      const fractions = reports.map(({ fraction }) => fraction);
      expect(fractions.length).toBeGreaterThan(188);
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
      expect(fractions[0]).toBeGreaterThanOrEqual(0);
      expect(fractions.at(-1)).toBeCloseTo(1, 12);
      const downloading = reports.filter(({ message }) => message.startsWith('Loading'));
      expect(downloading.length).toBeGreaterThan(2);
      if (tellsLength) expect(downloading.at(-1)!.fraction).toBeCloseTo(0.9, 12);
    }
  });

  test('a file is fetched once, whatever follows the #', async ({ labPage }) => {
    const outcomes = await load(labPage, [ours(), ours(), { ...ours(), weights: `${server.url}#mixed5` }]);
    for (const { error, network } of outcomes) {
      expect(error).toBeUndefined();
      expect(network).toEqual(outcomes[0]!.network);
    }
    expect(await loadOne(labPage, ours())).toMatchObject({ kept: ['/weights.h5'] });
    expect(server.requests).toBe(1);
  });

  test('a download that was aborted or broke off is not kept', async ({ labPage }) => {
    server.behaviour = 'wait halfway';
    const aborted = await loadOne(labPage, { ...ours(), abortAfter: 2 });
    expect(aborted).toMatchObject({
      error: { name: 'Error', message: 'enough' },
      left: nothingLeft,
      kept: [],
    });
    server.behaviour = 'break off halfway';
    const broken = await loadOne(labPage, ours());
    expect(broken).toMatchObject({
      error: { name: 'WeightsError', file: server.url },
      left: nothingLeft,
      kept: [],
    });
    expect(broken.error!.message).toMatch(/broke off after \d+ of \d+ bytes/);
    server.behaviour = 'not found';
    const missing = await loadOne(labPage, ours());
    expect(missing).toMatchObject({
      error: { name: 'WeightsError', reason: 'HTTP 404 Not Found' },
      kept: [],
    });
    server.behaviour = 'whole';
    expect((await loadOne(labPage, ours())).error).toBeUndefined();
    expect(server.requests).toBe(7); // three more for what broke off
  });

  test('a stop while the network is built leaves nothing but the kept file', async ({ labPage }) => {
    const outcome = await loadOne(labPage, { ...ours(), abortAfter: 60 });
    expect(outcome.reports).toHaveLength(60);
    expect(outcome.reports.at(-1)!.message).toBe('Building InceptionV3');
    expect(outcome).toMatchObject({ error: { message: 'enough' }, left: nothingLeft, kept: ['/weights.h5'] });
  });

  test('a file that is no good is asked for again', async ({ labPage }) => {
    const good = server.bytes;
    server.bytes = good.slice(0, -100);
    const cut = await loadOne(labPage, ours());
    expect(cut).toMatchObject({ error: { name: 'WeightsError' }, kept: [] });
    server.bytes = good;
    expect((await loadOne(labPage, ours())).error).toBeUndefined();
    expect(server.requests).toBe(2);
  });

  test('where there is no Cache API every load downloads', async ({ labPage }) => {
    const outcomes = await inWorker<Outcome[]>(labPage, BUNDLE, 'loadWithoutCache', ours());
    for (const { error } of outcomes) expect(error).toBeUndefined();
    expect(server.requests).toBe(2);
  });
});

test('the HDF5 library is loaded with the first file that may be HDF5, not before', async ({ labPage }) => {
  const seen: boolean[] = [];
  const scripts: string[] = [];
  labPage.context().on('response', async (response) => {
    if (response.url().endsWith('.js')) scripts.push(response.url());
  });
  const isThere = () => scripts.some((url) => /read-layers/.test(url));
  await loadOne(labPage, { weights: new TextEncoder().encode('<!doctype html>'), width: WIDTH });
  seen.push(isThere());
  await loadOne(labPage, { weights: await legacyFile(layers), width: WIDTH });
  seen.push(isThere());
  expect(seen).toEqual([false, true]);
});
