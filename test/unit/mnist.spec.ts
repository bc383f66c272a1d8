import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { loadMnist } from '../../worker/data/mnist';
import { mnistFileNames } from '../../worker/data/mnist-files';
import { gzip, idxBytes, imagesFile, labelsFile } from './idx-bytes';

const small = () => ({
  trainImages: imagesFile(6),
  trainLabels: labelsFile(6),
  testImages: imagesFile(2),
  testLabels: labelsFile(2),
});
const blob = (bytes: Uint8Array) => bytes as Uint8Array<ArrayBuffer>;
const failure = (data: Parameters<typeof loadMnist>[0]) =>
  loadMnist(data).then(
    () => 'loaded',
    (error: Error) => (error.name === 'DatasetError' ? error.message : error),
  );

test('four files in memory, plain or gzip', async () => {
  const { train, test: held } = await loadMnist({ ...small(), trainImages: gzip(imagesFile(6)) });
  expect(train.images).toHaveLength(6 * 784);
  expect([...train.labels]).toEqual([0, 1, 2, 3, 4, 5]);
  expect(held.images).toHaveLength(2 * 784);
  expect([...held.labels]).toEqual([0, 1]);
});

test('four files in any order, by name or by content', async () => {
  const files = small();
  const named = [
    new File([blob(files.testLabels)], 't10k-labels-idx1-ubyte'),
    new File([blob(gzip(files.trainImages))], 'train-images-idx3-ubyte.gz'),
    new File([blob(files.testImages)], 't10k-images.idx3-ubyte'),
    new File([blob(files.trainLabels)], 'train-labels-idx1-ubyte'),
  ];
  const nameless = [
    files.testLabels,
    gzip(files.trainImages),
    new Blob([blob(files.testImages)]),
    files.trainLabels,
  ];
  for (const given of [named, nameless]) {
    const { train, test: held } = await loadMnist(given);
    expect([train.labels.length, held.labels.length]).toEqual([6, 2]);
  }
});

test('refused: files that do not belong together', async () => {
  const files = small();
  expect(await failure({ ...files, trainLabels: labelsFile(5) })).toBe(
    'trainLabels: expected a label for each of the 6 images of trainImages, found 5',
  );
  expect(await failure({ ...files, testImages: imagesFile(2, 20) })).toBe(
    'testImages: expected images of 28 × 28 pixels, found 20 × 20',
  );
  expect(await failure({ ...files, testLabels: idxBytes([2], [3, 10]) })).toBe(
    'testLabels: expected labels from 0 to 9, found 10 at position 1',
  );
  expect(await failure({ ...files, testImages: imagesFile(0), testLabels: labelsFile(0) })).toBe(
    'testImages: expected images, found none',
  );
  expect(await failure({ ...files, testLabels: undefined as unknown as Uint8Array })).toMatch(
    /^testLabels: missing/,
  );
});

test('refused: files that cannot be told apart', async () => {
  const { trainImages, trainLabels, testImages, testLabels } = small();
  expect(await failure([trainImages, trainLabels])).toBe('MNIST: expected four files, found 2');
  expect(await failure([trainImages, trainImages, trainLabels, testLabels])).toMatch(/two files of 6 images/);
  expect(await failure([trainImages, testImages, testImages, testLabels])).toMatch(
    /two files of images and two/,
  );
  expect(await failure([trainImages, testImages, trainLabels, new Uint8Array(9)])).toBe(
    'file 4: not a file of MNIST: expected magic number 2051 or 2049, found magic number 0',
  );
  expect(await failure([trainImages, testImages, trainLabels, new Uint8Array(3)])).toMatch(
    /found only 3 bytes/,
  );
});

async function serving<T>(listener: RequestListener, use: (address: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mnist`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Serves the small MNIST under its published names with the given ending; 404 for all else. */
function folder(ending: string, files: Record<string, Uint8Array> = small()): RequestListener {
  return (request, response) => {
    const name = request.url!.split('/').at(-1)!;
    const role = Object.keys(files).find((r) => mnistFileNames[r as 'testImages'] + ending === name);
    if (!role) return response.writeHead(404).end();
    const bytes = ending ? gzip(files[role]!) : files[role]!;
    return response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
  };
}

test('a folder on a server, plain or gzip, with rising progress up to 1', async () => {
  for (const ending of ['', '.gz']) {
    const heard: number[] = [];
    const { train } = await serving(folder(ending), (address) =>
      loadMnist(address, { onProgress: (fraction) => heard.push(fraction) }),
    );
    expect(train.labels).toHaveLength(6);
    expect(heard).toEqual([...heard].sort((a, b) => a - b));
    expect(heard.at(-1)).toBeCloseTo(1, 6);
    expect(heard.length).toBeGreaterThanOrEqual(4);
  }
});

test('a server that answers what it lacks with a web page', async () => {
  const packed = folder('.gz');
  const { train } = await serving(
    (request, response) =>
      request.url!.endsWith('.gz')
        ? packed(request, response)
        : response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>'),
    (address) => loadMnist(`${address}/`),
  );
  expect(train.labels).toHaveLength(6);
});

test('a server that unpacks by itself', async () => {
  const files = small();
  const { train } = await serving(
    (request, response) => {
      const role = Object.entries(mnistFileNames).find(([, name]) =>
        request.url!.endsWith(`${name}.gz`),
      )?.[0];
      if (!role) return response.writeHead(404).end();
      const bytes = gzip(files[role as 'testImages']);
      return response
        .writeHead(200, { 'content-encoding': 'gzip', 'content-length': bytes.length })
        .end(bytes);
    },
    (address) => loadMnist(address),
  );
  expect(train.labels).toHaveLength(6);
});

test('refused: a file the server lacks', async () => {
  const { testLabels: _, ...rest } = small();
  await serving(folder('', rest), async (address) => {
    const file = `${address}/t10k-labels-idx1-ubyte`;
    expect(await failure(address)).toBe(`${file}: HTTP 404 Not Found; ${file}.gz: HTTP 404 Not Found`);
    const one = { ...small(), testLabels: file };
    expect(await failure(one)).toBe(`${file}: HTTP 404 Not Found`);
  });
});

test('refused: a connection that breaks, and a server that is not there', async () => {
  const gone = await serving(
    (_, response) => {
      response.writeHead(200, { 'content-length': 5000 });
      response.write(new Uint8Array(100), () => response.destroy());
    },
    async (address) => {
      expect(await failure({ ...small(), testImages: `${address}/x` })).toMatch(
        /\/x: the download broke off after \d+ of 5000 bytes/,
      );
      return address;
    },
  );
  expect(await failure({ ...small(), testImages: gone })).toContain(`${gone}: the download failed`);
});

test('an abort ends the download with its reason', async () => {
  await serving(
    (_, response) => {
      response.writeHead(200, { 'content-length': 5000 });
      response.write(new Uint8Array(100));
    },
    async (address) => {
      const controller = new AbortController();
      const loading = loadMnist(address, { signal: controller.signal, onProgress: () => controller.abort() });
      await expect(loading).rejects.toMatchObject({ name: 'AbortError' });
    },
  );
  await expect(loadMnist(small(), { signal: AbortSignal.abort(new Error('no more')) })).rejects.toThrow(
    'no more',
  );
});
