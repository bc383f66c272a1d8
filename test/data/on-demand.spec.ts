// What reads a format comes with the first file of it, and not before; a file that is not there is named.
import { expect, test } from '../fixtures';
import { zipOf } from './archives';

const labels = Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 20, ...Array.from({ length: 20 }, (_, i) => i % 10)]);
const images = Uint8Array.from([
  ...[0, 0, 8, 3, 0, 0, 0, 20, 0, 0, 0, 2, 0, 0, 0, 2],
  ...Array.from({ length: 80 }, (_, i) => i),
]);
const zip = zipOf([
  { name: 'images', content: images },
  { name: 'labels', content: labels },
]);

test('the library of zip is loaded with the first zip, once', async ({ labPage }) => {
  const asked: string[] = [];
  labPage.context().on('request', (request) => {
    if (/worker-\w+\.js$/.test(request.url())) asked.push(new URL(request.url()).pathname);
  });
  const read = (files: number[][]) =>
    labPage.evaluate(async (given) => {
      const holder = window as unknown as { lab?: Promise<import('../../src/index').Lab> };
      holder.lab ??= window.trainlab.createLab({ backends: ['cpu'] });
      const lab = await holder.lab;
      return (await lab.dataset(given.map((bytes) => new Uint8Array(bytes)))).train;
    }, files);
  expect(await read([[...images], [...labels]])).toBe(20);
  expect(asked).toEqual([]);
  expect(await read([[...zip]])).toBe(20);
  expect(await read([[...zip]])).toBe(20);
  expect(asked).toEqual(['/dist/worker-zip.js']);
});

test('a file of the package that is missing is named, with its folder', async ({ labPage, origin }) => {
  const error = await labPage.evaluate(
    async (bytes) => {
      const lab = await window.trainlab.createLab({ backends: ['cpu'], assetsUrl: '/nowhere/' });
      const thrown = await lab.dataset(new Uint8Array(bytes)).catch((reason) => reason);
      const { FormatUnavailableError } = window.trainlab;
      return { known: thrown instanceof FormatUnavailableError, file: thrown.file, reason: thrown.reason };
    },
    [...zip],
  );
  expect(error).toMatchObject({ known: true, file: `${origin}/nowhere/worker-zip.js` });
  expect(error.reason).toContain(`Copy worker-zip.js from trainlab/dist into ${origin}/nowhere/`);
});
