// Data sets as Hugging Face's `datasets` writes them, from files and from a hub that runs here.
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { root } from '../../scripts/run.mjs';
import { expect, test } from '../fixtures';
import { openedInLab, refusalInLab } from './lab-dataset';

const golden = (name: string) => readFileSync(join(root, 'test/data/golden', name));
/** Pixels by split, as they were before they were packed. */
const pictures: Record<'train' | 'test', number[][][]> = JSON.parse(golden('pictures.json').toString());

interface Hub {
  url: string;
  /** Requests for Parquet files so far: method, path, range. */
  asked: string[];
  close(): Promise<void>;
}

/** A hub with the API of huggingface.co, as far as that is used. */
async function startHub({ ranges = true, head = true } = {}): Promise<Hub> {
  const asked: string[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', '*');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    const url = request.url!;
    if (request.method === 'OPTIONS') return response.end();
    const json = (value: unknown, status = 200) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
    };
    const base = `http://${request.headers.host}/api/datasets`;
    const file = (name: string, subset: string, split: string) =>
      `${base}/${name}/parquet/${subset}/${split}/0.parquet`;
    if (url === '/api/datasets/drawn/bars/parquet') {
      const name = 'drawn/bars';
      return json({
        default: { train: [file(name, 'default', 'train')], test: [file(name, 'default', 'test')] },
      });
    }
    if (url === '/api/datasets/drawn/films/parquet') {
      const name = 'drawn/films';
      const splits = (subset: string) => ({
        train: [file(name, subset, 'train')],
        unsupervised: [file(name, subset, 'train')],
      });
      return json({ plain: splits('plain'), other: splits('other') });
    }
    if (url === '/api/datasets/drawn/odd/parquet') return json({ default: 'soon' });
    if (!url.endsWith('.parquet')) return json({ error: 'Repository not found' }, 404);
    const bytes = golden(
      url.includes('films') ? 'texts.parquet' : `pictures-${url.includes('test') ? 'test' : 'train'}.parquet`,
    );
    const { range } = request.headers;
    asked.push([request.method, url.split('/').slice(-3).join('/'), range ?? ''].join(' ').trim());
    if (request.method === 'HEAD') {
      return head
        ? response.writeHead(200, { 'Content-Length': bytes.length }).end()
        : response.writeHead(405).end();
    }
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
    if (!ranges || from === undefined)
      return response.writeHead(200, { 'Content-Length': bytes.length }).end(bytes);
    response.writeHead(206, { 'Content-Range': `bytes ${from}-${to}/${bytes.length}` });
    return response.end(bytes.subarray(Number(from), Number(to) + 1));
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

let hub: Hub;
test.beforeEach(async () => {
  hub = await startHub();
});
test.afterEach(() => hub.close());

test('by name: pictures are decoded, classes have the schema’s names and order', async ({ labPage }) => {
  const { description, examples } = await openedInLab(labPage, { huggingFace: 'drawn/bars', url: hub.url });
  expect(description).toEqual({
    ...{
      name: 'drawn/bars',
      source: 'drawn/bars',
      format: 'hugging-face',
      kind: 'pictures',
      train: 24,
      test: 6,
    },
    inputs: [{ name: 'picture', shape: [12, 12, 1], dtype: 'uint8' }],
    targets: [{ name: 'class', shape: [], dtype: 'int32', classes: ['none', 'low', 'high'] }],
    ...{ classes: ['none', 'low', 'high'], perClass: [8, 8, 8], notes: [] },
  });
  const found = examples.map(({ picture, label }) => `${label} ${picture}`).sort();
  const drawn = pictures.train.map((rows, i) => `${['none', 'low', 'high'][i % 3]} ${rows.flat()}`).sort();
  expect(found).toEqual(drawn);
  // Small, and all of it wanted: whole.
  expect(hub.asked.filter((one) => one.includes('bytes='))).toEqual([]);
});

test('where not all is wanted, parts are asked for; whole files where the server gives none', async ({
  labPage,
}) => {
  const source = { huggingFace: 'drawn/bars', url: hub.url };
  const { description } = await openedInLab(labPage, source, { limit: 5 });
  expect(description.train).toBe(5);
  expect(hub.asked.some((one) => one.startsWith('GET default/train/0.parquet bytes='))).toBe(true);
  expect(hub.asked.filter((one) => one === 'GET default/train/0.parquet')).toEqual([]);
  for (const less of [{ ranges: false }, { head: false }]) {
    const other = await startHub(less);
    const whole = await openedInLab(labPage, { ...source, url: other.url }, { limit: 5 });
    expect({ ...whole.description, perClass: [] }).toEqual({ ...description, perClass: [] });
    expect(other.asked).toContain('GET default/train/0.parquet');
    await other.close();
  }
});

test('another split, a subset, texts with their classes', async ({ labPage }) => {
  const bars = await openedInLab(
    labPage,
    { huggingFace: 'drawn/bars', url: hub.url },
    { split: 'test', test: 0 },
  );
  expect(bars.description).toMatchObject({ train: 6, test: 0 });
  const films = { huggingFace: 'drawn/films', url: hub.url };
  const { description, examples } = await openedInLab(labPage, films, { unit: 'word', length: 8, test: 0 });
  expect(description).toMatchObject({ kind: 'text', train: 30, classes: ['neg', 'pos'], perClass: [15, 15] });
  expect(description.notes).toContain(
    'Read from the subset plain; others, by split: "SUBSET/train", are other.',
  );
  for (const { text, label } of examples) {
    expect(text).toMatch(label === 'pos' ? /(fine|lovely|great) film/ : /(dull|awful|bad) film/);
  }
  const other = await openedInLab(labPage, films, { split: 'other/unsupervised' });
  expect(other.description.notes[0]).toContain('Read from the subset other');
});

test('refused: what the hub does not have, by name, split or answer', async ({ labPage }) => {
  const refusal = (huggingFace: string, split?: string) =>
    refusalInLab(labPage, { huggingFace, url: hub.url }, split ? { split } : {});
  expect(await refusal('drawn/nothing')).toBe(
    `DatasetError: ${hub.url}/api/datasets/drawn/nothing/parquet: HTTP 404: Repository not found; is it public, and its name right?`,
  );
  expect(await refusal('not a name')).toBe(
    'InvalidOptionError: source.huggingFace is "not a name"; allowed is the name of a data set, such as ylecun/mnist.',
  );
  expect(await refusal('drawn/bars', 'dev')).toBe(
    'InvalidOptionError: split is "dev"; allowed is a split of drawn/bars: train, test.',
  );
  expect(await refusal('drawn/films', 'third/train')).toContain(
    'allowed is a split of drawn/films: plain/train, plain/unsupervised, other/train, other/unsupervised.',
  );
  expect(await refusal('drawn/odd')).toContain('what the hub answers is no list of Parquet files');
  await hub.close();
  expect(await refusal('drawn/bars')).toContain('the hub does not answer');
  hub = await startHub();
});

test('files of it: train and test by their names; arrays of several dimensions', async ({ labPage }) => {
  const both = await openedInLab(labPage, {
    'bars/test-00000-of-00001.parquet': golden('pictures-test.parquet'),
    'bars/train-00000-of-00001.parquet': golden('pictures-train.parquet'),
  });
  expect(both.description).toMatchObject({ format: 'parquet', kind: 'pictures', train: 24, test: 6 });
  const arrays = await openedInLab(labPage, { 'arrays.parquet': golden('arrays.parquet') }, { test: 0 });
  expect(arrays.description).toMatchObject({
    kind: 'arrays',
    train: 20,
    inputs: [
      { name: 'grid', shape: [4, 3], dtype: 'float32' },
      { name: 'signal', shape: [5], dtype: 'float32' },
    ],
    classes: ['down', 'up'],
  });
  for (const { values, label } of arrays.examples) {
    const first = values!.grid![0]!;
    expect(values).toEqual({
      grid: Array.from({ length: 12 }, (_, i) => first + i),
      signal: Array.from({ length: 5 }, (_, i) => first + i),
    });
    expect(label).toBe(first % 2 === 0 ? 'down' : 'up');
  }
  const table = await openedInLab(
    labPage,
    { 'arrays.parquet': golden('arrays.parquet') },
    { test: 0, columns: ['whole', 'half', 'flag'] },
  );
  expect(table.description.kind).toBe('table');
  for (const { row, label } of table.examples) {
    const i = Math.round(Number(row!.whole) / 1000);
    expect(row).toEqual({
      whole: expect.closeTo(1000 * i, 1),
      half: expect.closeTo(i / 4, 3),
      flag: String(i % 3 === 0),
    });
    expect(label).toBe(i % 2 === 0 ? 'down' : 'up');
  }
});
