// Two hundred seeded mutations of each format, through the built package: each is a data set that holds together, or a
// typed error that names a file; none takes longer than a good one might.
import { gzipSync } from 'node:zlib';
import { expect, test } from '../fixtures';
import { tarOf, zipOf } from './archives';
import { numpyFiles } from './numpy-files';

const SIDE = 5;
const COUNT = 40;
const images = Uint8Array.from({ length: COUNT * SIDE * SIDE }, (_, i) => (i * 37) % 251);
const digits = Uint8Array.from({ length: COUNT }, (_, i) => i % 10);
const header = (type: number, ...shape: number[]) => [
  0,
  0,
  type,
  shape.length,
  ...shape.flatMap((n) => [0, 0, n >> 8, n & 255]),
];
const idxImages = Uint8Array.from([...header(8, COUNT, SIDE, SIDE), ...images]);
const idxLabels = Uint8Array.from([...header(8, COUNT), ...digits]);
const floats = new DataView(new ArrayBuffer(4 * images.length));
for (const [i, value] of images.entries()) floats.setFloat32(4 * i, value / 7);
const idxFloats = Uint8Array.from([...header(13, COUNT, SIDE, SIDE), ...new Uint8Array(floats.buffer)]);
const cifar = Uint8Array.from({ length: 6 * 3073 }, (_, i) => (i % 3073 === 0 ? i / 3073 : (i * 7) % 256));
const inside = [
  { name: 'train-images', content: idxImages },
  { name: 'train-labels', content: idxLabels },
];
const numpy = (name: keyof typeof numpyFiles) => new Uint8Array(Buffer.from(numpyFiles[name], 'base64'));

/** By format: good files; the first of them is mutated. */
const formats: Record<string, Record<string, Uint8Array>> = {
  idx: { 'train-images': idxImages, 'train-labels': idxLabels },
  'idx labels': { 'train-labels': idxLabels, 'train-images': idxImages },
  'idx of floats': { 'train-images': idxFloats, 'train-labels': idxLabels },
  cifar: { 'data_batch_1.bin': cifar },
  npz: { 'mnist.npz': numpy('mnist.npz') },
  'stored npz': { 'plain.npz': numpy('plain.npz') },
  'stored npz of floats': { 'regression.npz': numpy('regression.npz') },
  zip: { 'a.zip': zipOf(inside) },
  'stored zip': { 'a.zip': zipOf(inside.map((file) => ({ ...file, stored: true }))) },
  gzip: { 'train-images.gz': new Uint8Array(gzipSync(idxImages)), 'train-labels': idxLabels },
  'gzip of members': {
    'train-labels.gz': new Uint8Array(
      Buffer.concat([
        gzipSync(idxLabels.subarray(0, 20)),
        gzipSync(idxLabels.subarray(20)),
        Buffer.alloc(99),
      ]),
    ),
    'train-images': idxImages,
  },
  tar: { 'a.tar': tarOf(inside) },
  'tar.gz': { 'a.tar.gz': new Uint8Array(gzipSync(tarOf(inside))) },
};

const TRIES = 200;
/** Of one mutation; a good one takes some milliseconds. */
const PATIENCE = 20_000;

for (const [format, files] of Object.entries(formats)) {
  test(`${TRIES} mutations of ${format}`, async ({ labPage }) => {
    const packed = Object.entries(files).map(([path, bytes]) => [
      path,
      Buffer.from(bytes).toString('base64'),
    ]);
    const { refused, read, wrong } = await labPage.evaluate(
      async ([given, tries, patience]) => {
        const lab = await window.trainlab.createLab({ backends: ['cpu'] });
        const good = given.map(([path, text]) => ({
          path: path!,
          bytes: Uint8Array.from(atob(text!), (letter) => letter.charCodeAt(0)),
        }));
        let state = 0x2545f491;
        const random = (below: number) => {
          state ^= state << 13;
          state ^= state >>> 17;
          state ^= state << 5;
          return (state >>> 0) % below;
        };
        /** Bytes changed, at the beginning more often; cut, doubled, moved, or followed by others. */
        const mutate = (bytes: Uint8Array): Uint8Array => {
          const at = random(2) ? random(Math.min(bytes.length, 64)) : random(bytes.length);
          switch (random(6)) {
            case 0:
              return bytes.slice(0, at);
            case 1:
              return Uint8Array.from([...bytes, ...bytes.subarray(at)]);
            case 2:
              return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1 + random(9))]);
            case 3: {
              const copy = bytes.slice();
              return copy.fill(random(2) ? 255 : 0, at, at + 1 + random(8));
            }
            default: {
              const copy = bytes.slice();
              for (let i = 0; i <= random(4); i++) copy[(at + i * random(40)) % copy.length] = random(256);
              return copy;
            }
          }
        };
        const wrong: string[] = [];
        const names = new Set<string>();
        let read = 0;
        // As they are first.
        for (let i = 0; i <= tries; i++) {
          const source = good.map(
            ({ path, bytes }, file) =>
              new File([(file === 0 && i > 0 ? mutate(bytes) : bytes) as Uint8Array<ArrayBuffer>], path),
          );
          const late = new Promise<never>((_, reject) =>
            setTimeout(() => reject(new Error(`no answer after ${patience} ms`)), patience),
          );
          try {
            const dataset = await Promise.race([lab.dataset(source, { test: 0 }), late]);
            const size = dataset.inputs[0]!.shape.reduce((product, length) => product * length, 1);
            for (const { picture, values, label } of await dataset.preview(1000)) {
              const found = picture ? picture.data.length / 4 : values!.x!.length;
              const expected = picture ? size / dataset.inputs[0]!.shape[2]! : size;
              const named = dataset.classes ? dataset.classes.includes(label as string) : label !== undefined;
              if (found !== expected || !named) wrong.push(`${i}: ${found} of ${expected}, label ${label}`);
            }
            await dataset.dispose();
            read += 1;
          } catch (error) {
            const { name, message, file } = error as Error & { file?: string };
            if (name !== 'DatasetError' || !file) wrong.push(`${i}: ${name}: ${message}`);
            names.add(message);
          }
        }
        return { refused: names.size, read, wrong };
      },
      [packed, TRIES, PATIENCE] as const,
    );
    expect(wrong).toEqual([]);
    expect(refused).toBeGreaterThan(5);
    expect(read).toBeGreaterThan(0);
  });
}
