// The server behind the demo, the trainings and the tests.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { test as base, expect } from '@playwright/test';
import { mountData } from '../../scripts/data.mjs';
import { BLANK_PAGE, serve } from '../../scripts/serve.mjs';

interface Fixtures {
  /** Holds `page/index.html`, `data/a.gz`, `data/b c.bin` and `secret`. */
  folder: string;
  /** Serves what it is given until the test ends. */
  at(mounts: Record<string, string>, options?: { isolated?: boolean; port?: number }): Promise<string>;
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures off this pattern
  folder: async ({}, use, info) => {
    const folder = info.outputPath('files');
    for (const name of ['page', 'data']) mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, 'page/index.html'), '<title>Page</title>');
    writeFileSync(join(folder, 'data/a.gz'), gzipSync('packed'));
    writeFileSync(join(folder, 'data/b c.bin'), 'plain');
    writeFileSync(join(folder, 'secret'), 'secret');
    await use(folder);
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  at: async ({}, use) => {
    const servers: Awaited<ReturnType<typeof serve>>[] = [];
    await use(async (mounts, options) => {
      const server = await serve(mounts, options);
      servers.push(server);
      return server.origin;
    });
    for (const { close } of servers) await close();
  },
});

test('the page of a folder, and nothing beside the folder', async ({ at, folder }) => {
  const origin = await at({ '/': join(folder, 'page') });
  expect(await (await fetch(`${origin}/`)).text()).toBe('<title>Page</title>');
  for (const path of ['/none', '/%2e%2e/secret', '/..%2fsecret', '/%E0%A4%A']) {
    expect((await fetch(origin + path)).status, path).toBe(404);
  }
});

test('isolated or not', async ({ at }) => {
  const isolation = async (isolated: boolean) => {
    const { headers } = await fetch((await at({}, { isolated })) + BLANK_PAGE);
    return [headers.get('cross-origin-opener-policy'), headers.get('cross-origin-embedder-policy')];
  };
  expect(await isolation(true)).toEqual(['same-origin', 'require-corp']);
  expect(await isolation(false)).toEqual([null, null]);
});

test('a port that is taken gives way to a free one', async ({ at }) => {
  const first = await at({});
  const second = await at({}, { port: Number(new URL(first).port) });
  expect(second).not.toBe(first);
  expect((await fetch(second + BLANK_PAGE)).status).toBe(200);
});

test('a data folder lists its files, and gives them as they lie there', async ({ at, folder }) => {
  const { mounts, urls } = mountData([join(folder, 'data')]);
  const origin = await at({ '/': join(folder, 'page'), ...mounts });
  const data = origin + urls[0];
  expect(data).toMatch(/\/$/);
  const listing = await fetch(data);
  expect(listing.headers.get('content-type')).toBe('application/json');
  expect(await listing.json()).toEqual(['a.gz', 'b c.bin']);
  const packed = await (await fetch(`${data}a.gz`)).arrayBuffer();
  expect(String(gunzipSync(Buffer.from(packed)))).toBe('packed');
});

test('a data file is there without those beside it; a URL stays one', async ({ at, folder }) => {
  const { mounts, urls } = mountData([join(folder, 'data/b c.bin'), 'https://example.org/x']);
  expect(urls[1]).toBe('https://example.org/x');
  const origin = await at(mounts);
  expect(await (await fetch(origin + urls[0])).text()).toBe('plain');
  expect((await fetch(new URL('a.gz', origin + urls[0]))).status).toBe(404);
  expect((await fetch(new URL('.', origin + urls[0]))).status).toBe(404);
  expect(() => mountData([join(folder, 'none')])).toThrow('allowed is a folder or file that exists');
});
