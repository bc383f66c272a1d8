// Downloads of data sets, through the built package: tried again, resumed, kept, told of, ended.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import type { Lab } from '../../src/index';
import { test as base, expect } from '../fixtures';
import { zipOf } from './archives';

const COUNT = 600;
/** 600 pictures of 28 × 28, stored: some 470 kB. */
const images = new Uint8Array(16 + COUNT * 784).map((_, i) => (i * 31) % 251);
images.set([0, 0, 8, 3, 0, 0, COUNT >> 8, COUNT & 255, 0, 0, 0, 28, 0, 0, 0, 28]);
const labels = new Uint8Array(8 + COUNT).map((_, i) => i % 10);
labels.set([0, 0, 8, 1, 0, 0, COUNT >> 8, COUNT & 255]);
const file = Buffer.from(
  zipOf([
    { name: 'train-images', content: images, stored: true },
    { name: 'train-labels', content: labels, stored: true },
  ]),
);

interface FileServer {
  url: string;
  /** What was asked for: method, range. */
  asked: string[];
  /** Of the file; what comes is another one where it changes. */
  tag: string;
  /** The connection breaks after so many bytes of a response, so many times. */
  breaks: number;
  at: number;
  /** Whether ranges are answered. */
  ranges: boolean;
  /** In place of the file, so many times. */
  status: number;
  failures: number;
  /** Sends half, and then nothing more. */
  stalls: boolean;
  ofAnotherOrigin: boolean;
}

const test = base.extend<{ server: FileServer }>({
  server: async ({ origin }, use) => {
    const state: FileServer = {
      ...{ url: '', asked: [], tag: '"1"', breaks: 0, at: 100_000, ranges: true, status: 503, failures: 0 },
      ...{ stalls: false, ofAnotherOrigin: true },
    };
    const server = createServer((request, response) => answer(request, response, state));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/digits.zip`;
    expect(state.url.startsWith(origin)).toBe(false);
    await use(state);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  },
});

function answer(request: IncomingMessage, response: ServerResponse, server: FileServer): void {
  const { range } = request.headers;
  server.asked.push(request.method! + (range ? ` ${range}` : ''));
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Headers', '*');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  response.setHeader('Access-Control-Expose-Headers', 'ETag');
  response.setHeader('ETag', server.tag);
  if (server.failures > 0) {
    server.failures -= 1;
    response.writeHead(server.status, { 'Retry-After': '0' }).end();
    return;
  }
  const from = server.ranges && range ? Number(/\d+/.exec(range)![0]) : 0;
  if (from > 0) response.statusCode = 206;
  response.setHeader('Content-Length', file.length - from);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  if (server.stalls) response.write(file.subarray(0, file.length / 2));
  else if (server.breaks > 0) {
    server.breaks -= 1;
    response.write(file.subarray(from, from + server.at), () => setTimeout(() => response.destroy(), 100));
  } else response.end(file.subarray(from));
}

declare global {
  interface Window {
    labOfTest?: Promise<Lab>;
  }
}

interface Read {
  train?: number;
  error?: { name: string; message: string };
  heard: { fraction: number; message: string; loaded?: number; total?: number; eta?: number }[];
  size: number;
}

/** @param abortAfter so many reports */
const read = (page: Page, url: string, abortAfter?: number): Promise<Read> =>
  page.evaluate(
    async ([address, after]) => {
      window.labOfTest ??= window.trainlab.createLab({ backends: ['cpu'] });
      const lab = await window.labOfTest;
      const heard: Read['heard'] = [];
      const abort = new AbortController();
      const onProgress = (progress: Read['heard'][number]) => {
        heard.push(progress);
        if (heard.length === after) abort.abort(new Error('enough'));
      };
      try {
        const { train } = await lab.dataset(address!, { test: 0, onProgress, signal: abort.signal });
        return { train, heard, size: await lab.cache.size() };
      } catch (thrown) {
        const { name, message } = thrown as Error;
        return { error: { name, message }, heard, size: await lab.cache.size() };
      }
    },
    [url, abortAfter] as const,
  );

test('bytes are told, and the file is kept until its server has another', async ({ labPage, server }) => {
  const first = await read(labPage, server.url);
  expect(first).toMatchObject({ train: COUNT, size: file.length });
  expect(first.heard.find(({ loaded }) => loaded === undefined || loaded > 0)).toBeDefined();
  const told = first.heard.filter(({ total }) => total !== undefined);
  for (const { loaded, total } of told) expect([total, loaded! <= file.length]).toEqual([file.length, true]);
  expect(told.length).toBeGreaterThan(0);
  expect(await read(labPage, `${server.url}#again`)).toMatchObject({ train: COUNT });
  expect(server.asked).toEqual(['GET', 'HEAD']);
  server.tag = '"2"';
  expect(await read(labPage, server.url)).toMatchObject({ train: COUNT });
  expect(server.asked).toEqual(['GET', 'HEAD', 'HEAD', 'GET']);
});

test('lab.cache.clear() drops what is kept', async ({ labPage, server }) => {
  expect((await read(labPage, server.url)).size).toBe(file.length);
  const left = await labPage.evaluate(async () => {
    const lab = await window.labOfTest!;
    await lab.cache.clear();
    return lab.cache.size();
  });
  expect(left).toBe(0);
  await read(labPage, server.url);
  expect(server.asked).toEqual(['GET', 'GET']);
});

test('a download that breaks off goes on where it was', async ({ labPage, server }) => {
  server.breaks = 2;
  expect(await read(labPage, server.url)).toMatchObject({ train: COUNT });
  expect(server.asked).toEqual(['GET', 'GET bytes=100000-', 'GET bytes=200000-']);
});

test('it begins anew where the server gives no ranges, or has another file by now', async ({
  labPage,
  server,
}) => {
  server.breaks = 1;
  server.ranges = false;
  expect(await read(labPage, server.url)).toMatchObject({ train: COUNT });
  expect(server.asked).toEqual(['GET', 'GET bytes=100000-']);
  Object.assign(server, { asked: [], breaks: 1, ranges: true, tag: '"2"' });
  const changing = read(labPage, `${server.url}?changing`);
  await expect.poll(() => server.breaks).toBe(0);
  server.tag = '"3"';
  expect(await changing).toMatchObject({ train: COUNT });
  expect(server.asked).toEqual(['GET', 'GET bytes=100000-', 'GET']);
});

test('a server that is busy is asked again, one that has no such file is not', async ({
  labPage,
  server,
}) => {
  server.failures = 2;
  expect(await read(labPage, server.url)).toMatchObject({ train: COUNT });
  expect(server.asked).toEqual(['GET', 'GET', 'GET']);
  Object.assign(server, { asked: [], failures: 1, status: 404 });
  const url = `${server.url}?none`;
  expect((await read(labPage, url)).error).toEqual({
    name: 'DatasetError',
    message: `${url}: HTTP 404 Not Found`,
  });
  expect(server.asked).toEqual(['GET']);
});

test('after four tries it has failed', async ({ labPage, server }) => {
  Object.assign(server, { breaks: 9, at: 1000, ranges: false });
  const { error, size } = await read(labPage, server.url);
  expect(error).toMatchObject({ name: 'DatasetError' });
  expect(error!.message).toMatch(/: the download broke off after 1000 of \d+ bytes \(/);
  expect(server.asked).toHaveLength(4);
  expect(size).toBe(0);
});

test('an abort ends it with its reason, and nothing is kept', async ({ labPage, server }) => {
  server.stalls = true;
  expect(await read(labPage, server.url, 1)).toMatchObject({ error: { message: 'enough' }, size: 0 });
});

test('where there is no room nothing is kept, and nothing fails', async ({ labPage, server }) => {
  const client = await labPage.context().newCDPSession(labPage);
  await client.send('Storage.overrideQuotaForOrigin', {
    origin: new URL(labPage.url()).origin,
    quotaSize: 1000,
  });
  expect(await read(labPage, server.url)).toMatchObject({ train: COUNT, size: 0 });
});
