// Archives, one in another too: which files come out, and what is said of those that cannot be read.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { BlobReader, BlobWriter, ZipWriter } from '@zip.js/zip.js';
import { root } from '../../scripts/run.mjs';
import { DatasetError } from '../../src/errors';
import { setAssetsFolder } from '../../worker/assets';
import { blobFile, unpack } from '../../worker/data/containers';
import { gunzipBlob } from '../../worker/data/gzip';
import { paxPath, tarOf, zipOf } from './archives';

test.beforeAll(() => setAssetsFolder(`${pathToFileURL(join(root, 'dist'))}/`));

type Given = Record<string, Uint8Array<ArrayBuffer>>;

async function unpacked(given: Given): Promise<Record<string, string>> {
  const files = Object.entries(given).map(([path, bytes]) => blobFile(path, new Blob([bytes])));
  const context = { report: () => {}, signal: new AbortController().signal };
  const found = await unpack(files, context);
  return Object.fromEntries(
    await Promise.all(
      found.map(async ({ path, size, head, blob }) => {
        const text = await (await blob()).text();
        expect(size, path).toBe(Buffer.byteLength(text));
        expect(new TextDecoder().decode(await head(2)), path).toBe(text.slice(0, 2));
        return [path, text] as const;
      }),
    ),
  );
}

const refusal = (given: Given) =>
  unpacked(given).then(
    (found) => `read: ${JSON.stringify(found)}`,
    (error) => {
      expect(error).toBeInstanceOf(DatasetError);
      return error.message as string;
    },
  );

const gz = (bytes: Uint8Array | string) => new Uint8Array(gzipSync(bytes));

function patched(bytes: Uint8Array<ArrayBuffer>, at: number, byte: number): Uint8Array<ArrayBuffer> {
  bytes[at < 0 ? bytes.length + at : at] = byte;
  return bytes;
}

const two = [
  { name: 'cats/1.txt', content: 'first'.repeat(100) },
  { name: 'dogs/2.txt', content: 'second' },
];
const read = { 'cats/1.txt': 'first'.repeat(100), 'dogs/2.txt': 'second' };

test('what is no archive stays', async () => {
  expect(await unpacked({ 'a/b.txt': new Uint8Array([104, 105]) })).toEqual({ 'a/b.txt': 'hi' });
});

const good: [what: string, given: Given, found: Record<string, string>][] = [
  ['zip', { 'x.zip': zipOf(two) }, read],
  ['zip that stores', { 'x.zip': zipOf(two.map((file) => ({ ...file, stored: true }))) }, read],
  ['zip by another name', { data: zipOf(two) }, read],
  ['zip of nothing', { 'x.zip': zipOf([]) }, {}],
  [
    'zip with folders and litter',
    {
      'x.zip': zipOf([
        { name: 'cats/', content: '' },
        { name: '__MACOSX/cats/._1.txt', content: 'litter' },
        { name: 'cats/.DS_Store', content: 'litter' },
        ...two,
      ]),
    },
    read,
  ],
  ['tar', { 'x.tar': tarOf(two) }, read],
  ['tar, cut before its end blocks', { 'x.tar': tarOf(two).slice(0, -1024) }, read],
  ['tar.gz', { 'x.tar.gz': gz(tarOf(two)) }, read],
  [
    'tar with long names',
    {
      'x.tar': tarOf([
        { name: 'long', type: 'L', content: `${'n'.repeat(120)}\0` },
        { name: 'cut', content: 'gnu' },
        { name: 'global', type: 'g', content: '12 mtime=1\n ' },
        paxPath(`ü/${'p'.repeat(150)}`),
        { name: 'cut', content: 'pax' },
        { name: 'a/', type: '5', content: '' },
        { name: 'link', type: '2', content: '' },
        { name: './own', content: 'own' },
      ]),
    },
    { ['n'.repeat(120)]: 'gnu', [`ü/${'p'.repeat(150)}`]: 'pax', own: 'own' },
  ],
  ['gzip', { 'x.csv.gz': gz('a,b') }, { 'x.csv': 'a,b' }],
  [
    'gzip of two members, one of nothing, padded',
    {
      'x.csv.gz': new Uint8Array([...gz('a'), ...gz(''), ...gz(',b'), ...new Uint8Array(512)]),
    },
    { 'x.csv': 'a,b' },
  ],
  [
    'gzip that begins with a member of nothing',
    { 'x.gz': new Uint8Array([...gz(''), ...gz('abc')]) },
    { x: 'abc' },
  ],
  ['gzip in zip', { 'x.zip': zipOf([{ name: 'y.csv.gz', content: gz('a,b') }]) }, { 'y.csv': 'a,b' }],
  ['tar.gz in zip', { 'x.zip': zipOf([{ name: 'y.tar.gz', content: gz(tarOf(two)) }]) }, read],
  [
    'two archives',
    { 'cats.zip': zipOf([two[0]!]), 'dogs.tar.gz': gz(tarOf([two[1]!])) },
    {
      'cats/cats/1.txt': 'first'.repeat(100),
      'dogs/dogs/2.txt': 'second',
    },
  ],
];

for (const [what, given, found] of good) {
  test(`read: ${what}`, async () => expect(await unpacked(given)).toEqual(found));
}

test('read: zip of the larger form', async () => {
  const writer = new ZipWriter(new BlobWriter(), { zip64: true, useWebWorkers: false });
  for (const { name, content } of two) await writer.add(name, new BlobReader(new Blob([content])));
  const zip = await (await writer.close()).arrayBuffer();
  expect(await unpacked({ 'x.zip': new Uint8Array(zip) })).toEqual(read);
});

const long = 'first'.repeat(100);
const file = { name: 'a.txt', content: long };
const bad: [what: string, given: Given, reason: RegExp][] = [
  ['encrypted zip', { 'x.zip': zipOf([{ ...file, says: { flags: 0x801 } }]) }, /^x\.zip\/a\.txt: encrypted/],
  [
    'zip by another method',
    { 'x.zip': zipOf([{ ...file, says: { method: 14 } }]) },
    /^x\.zip\/a\.txt: packed by method 14/,
  ],
  [
    'zip that says more than there can be',
    { 'x.zip': zipOf([{ ...file, says: { size: 2 ** 31 } }]) },
    /^x\.zip\/a\.txt: says that its \d+ packed bytes are 2147483648/,
  ],
  [
    'zip that says less',
    { 'x.zip': zipOf([{ ...file, says: { size: 5 } }]) },
    /^x\.zip\/a\.txt: .*more than 5 bytes/,
  ],
  [
    'zip with another checksum',
    { 'x.zip': zipOf([{ ...file, says: { crc32: 1 } }]) },
    /^x\.zip\/a\.txt: corrupt/,
  ],
  [
    'stored zip with another checksum',
    { 'x.zip': zipOf([{ ...file, stored: true, says: { crc32: 1 } }]) },
    /^x\.zip\/a\.txt: damaged/,
  ],
  ['zip that is cut', { 'x.zip': zipOf(two).slice(0, -30) }, /^x\.zip: damaged zip archive/],
  ['gzip that is cut', { 'x.gz': gz(long).slice(0, -4) }, /^x\.gz: corrupt gzip, after \d+ unpacked bytes/],
  [
    'gzip with another checksum',
    { 'x.gz': patched(gz(long), -6, 0) },
    /^x\.gz: corrupt gzip, after \d+ unpacked bytes \(incorrect/,
  ],
  [
    'tar that is cut',
    { 'x.tar': tarOf([file]).slice(0, 700) },
    /^x\.tar: damaged tar archive at byte 0: truncated: a file of 500 bytes, where 188 are left/,
  ],
  [
    'tar with a broken header',
    { 'x.tar': patched(tarOf(two), 1024, 33) },
    /^x\.tar: damaged tar archive at byte 1024: expected a header/,
  ],
  ['too deep', { 'x.gz': gz(gz(gz(gz(gz('a'))))) }, /archives are opened 4 deep/],
];

for (const [what, given, reason] of bad) {
  test(`refused: ${what}`, async () => expect(await refusal(given)).toMatch(reason));
}

test('bombs: what unpacks to more than it may is given up as soon as it does', async () => {
  const bomb = gz(new Uint8Array(2 ** 26));
  expect(bomb.length).toBeLessThan(2 ** 17);
  const limit = 2 ** 20;
  await expect(gunzipBlob(new Blob([bomb]), 'x.gz', { limit })).rejects.toThrow(
    'x.gz: the gzip unpacks to more than 1048576 bytes',
  );
  // In several members, which the browser's own stream does not take.
  const members = new Blob([gz('first'), bomb]);
  await expect(gunzipBlob(members, 'x.gz', { limit })).rejects.toThrow('unpacks to more than 1048576 bytes');
  const zip = { 'x.zip': zipOf([{ name: 'a', content: new Uint8Array(2 ** 26), says: { size: 1000 } }]) };
  expect(await refusal(zip)).toMatch(/^x\.zip\/a: .*more than 1000 bytes/);
  const huge = {
    'x.zip': zipOf([{ name: 'a', content: new Uint8Array(2 ** 26), says: { size: 2 ** 32 - 2 } }]),
  };
  expect(await refusal(huge)).toMatch(/^x\.zip\/a: /);
});

test('a file of a zip is unpacked when it is read, not before', async () => {
  const damaged = zipOf([{ ...file, says: { crc32: 1 } }, two[1]!]);
  const context = { report: () => {}, signal: new AbortController().signal };
  const found = await unpack([blobFile('x.zip', new Blob([damaged]))], context);
  expect(await (await found[1]!.blob()).text()).toBe('second');
  await expect(found[0]!.blob()).rejects.toThrow(/corrupt/);
});
