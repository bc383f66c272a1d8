import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { root } from '../../scripts/run.mjs';
import { setAssetsFolder } from '../../worker/assets';
import { loadCifar10, parseCifar10 } from '../../worker/data/cifar10';
import { type Cifar10Data, resolveCifar10Files } from '../../worker/data/cifar10-files';
import { cifar10File, RECORD } from './cifar10-bytes';
import { gzip } from './idx-bytes';

const load = async (data: Cifar10Data) => loadCifar10(await resolveCifar10Files(data));
const failure = (data: unknown) =>
  load(data as Cifar10Data).then(
    () => 'loaded',
    (error: Error) => (error.name === 'DatasetError' ? error.message : error),
  );
const file = (bytes: Uint8Array, name: string) => new File([bytes as Uint8Array<ArrayBuffer>], name);

test.beforeAll(() => setAssetsFolder(`${pathToFileURL(join(root, 'dist'))}/`));

test('the planes of an image become the channels of its pixels', () => {
  const { images, labels } = parseCifar10(cifar10File(12), 'x');
  expect([...labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
  expect(images).toHaveLength(12 * 3072);
  expect([...images.subarray(3072, 3078)]).toEqual([11, 101, 200, 11, 101, 200]);
  expect([...images.subarray(2 * 3072 - 3, 2 * 3072)]).toEqual([0, 101, 200]);
});

test('files in memory: buffers, views and blobs, plain or gzip, one or several', async () => {
  const buffer = cifar10File(3).buffer as ArrayBuffer;
  const { train, test: held } = await load({ train: [gzip(cifar10File(2)), buffer], test: cifar10File(4) });
  expect([...train.labels]).toEqual([0, 1, 0, 1, 2]);
  expect(train.images[2 * 3072]).toBe(10);
  expect([...held.labels]).toEqual([0, 1, 2, 3]);
});

test('files in any order are told apart by name, and trained on in the order of their names', async () => {
  const { train, test: held } = await load([
    file(cifar10File(1), 'test_batch.bin'),
    file(cifar10File(3), 'data_batch_2.bin'),
    file(gzip(cifar10File(2)), 'data_batch_1.bin.gz'),
  ]);
  expect([...train.labels]).toEqual([0, 1, 0, 1, 2]);
  expect(held.labels).toHaveLength(1);
});

test('refused: malformed files, each with its name and the reason', async () => {
  const good = cifar10File(1);
  const bad = (train: Uint8Array) => failure({ train: [good, train], test: good });
  expect(await bad(new Uint8Array(0))).toBe('train 2: the file is empty');
  expect(await bad(good.subarray(1))).toBe(
    'train 2: expected records of 3073 bytes, found 3072 bytes: 3072 too many',
  );
  expect(await bad(new TextEncoder().encode('<!doctype html>'))).toMatch(/it looks like a web page/);
  const labelled = cifar10File(3);
  labelled[2 * RECORD] = 10;
  expect(await bad(labelled)).toBe('train 2: expected labels from 0 to 9, found 10 at image 2');
  expect(await bad(gzip(good).subarray(0, 25))).toMatch(/^train 2: corrupt gzip/);
});

test('refused: missing files, and names that tell nothing', async () => {
  const good = cifar10File(1);
  expect(await failure({ train: good })).toMatch(/^test: missing/);
  expect(await failure({ train: [], test: good })).toMatch(/^train: missing/);
  expect(await failure([file(good, 'data_batch_1.bin')])).toMatch(/^test: missing/);
  expect(await failure([file(good, 'pictures.bin')])).toMatch(/^pictures\.bin: not to be told apart/);
  expect(await failure([good, good])).toMatch(/^file 1: not to be told apart/);
  expect(await failure(5)).toMatch(/^CIFAR-10: expected/);
});

type Answer = (name: string, request: IncomingMessage, response: ServerResponse) => void;

async function serving<T>(answer: Answer, use: (address: string) => Promise<T>): Promise<T> {
  const server = createServer((request, response) =>
    answer(request.url!.split('/').at(-1)!, request, response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/cifar`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const folder =
  (files: Record<string, Uint8Array>): Answer =>
  (name, _, response) => {
    const bytes = files[name];
    if (bytes) response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
    else response.writeHead(404).end();
  };

test('a folder on a server under the published names, as many batches as there are', async () => {
  const heard: number[] = [];
  const { train } = await serving(
    folder({
      'data_batch_1.bin': cifar10File(2),
      'data_batch_2.bin.gz': gzip(cifar10File(3)),
      'test_batch.bin': cifar10File(1),
    }),
    async (address) =>
      loadCifar10(await resolveCifar10Files(address), { onProgress: (fraction) => heard.push(fraction) }),
  );
  expect(train.labels).toHaveLength(5);
  expect(heard).toEqual([...heard].sort((a, b) => a - b));
  expect(heard.at(-1)).toBe(1);
});

test('a folder whose server lists its files as JSON, under any fitting names', async () => {
  const files = folder({
    'data_batch_first.bin': cifar10File(2),
    'test_batch_first.bin': cifar10File(1),
    'notes.txt': new Uint8Array(5),
  });
  const { train, test: held } = await serving(
    (name, request, response) => {
      if (name !== '') return files(name, request, response);
      expect(request.headers.accept).toBe('application/json');
      const names = ['test_batch_first.bin', 'notes.txt', 'data_batch_first.bin'];
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(names));
    },
    (address) => load(`${address}/`),
  );
  expect([train.labels.length, held.labels.length]).toEqual([2, 1]);
});

test('refused: what the server lacks', async () => {
  await serving(folder({ 'data_batch_1.bin': cifar10File(1) }), async (address) => {
    expect(await failure(address)).toBe(
      `${address}/test_batch.bin: HTTP 404 Not Found; ${address}/test_batch.bin.gz: HTTP 404 Not Found`,
    );
    expect(await failure({ train: `${address}/data_batch_1.bin`, test: `${address}/x.bin` })).toBe(
      `${address}/x.bin: HTTP 404 Not Found`,
    );
  });
});

test('an abort ends the download with its reason', async () => {
  await serving(
    (name, _, response) => {
      if (name === '') return void response.writeHead(404).end();
      response.writeHead(200, { 'content-length': 3073 });
      response.write(new Uint8Array(10));
    },
    async (address) => {
      const controller = new AbortController();
      const loading = loadCifar10(await resolveCifar10Files(address), {
        signal: controller.signal,
        onProgress: () => controller.abort(),
      });
      await expect(loading).rejects.toMatchObject({ name: 'AbortError' });
    },
  );
});
