// Tables, texts and Parquet files with a few bytes changed, cut, doubled or put in: each is read right or refused by
// a typed error, soon.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { root } from '../../scripts/run.mjs';
import type { DatasetOptions } from '../../src/protocol';
import { expect, test } from '../fixtures';

const golden = (name: string) => readFileSync(join(root, 'test/data/golden', name));
const prose = 'It was a dark night, and the rain fell in torrents: über alles. 😀\n'.repeat(20);

const sources: [name: string, bytes: Uint8Array, options: DatasetOptions][] = [
  ['pandas.csv', golden('pandas.csv'), {}],
  ['pandas-utf16.tsv', golden('pandas-utf16.tsv'), {}],
  ['story.txt', Buffer.from(prose), { length: 10 }],
  ['pandas-snappy.parquet', golden('pandas-snappy.parquet'), {}],
  ['pandas-gzip.parquet', golden('pandas-gzip.parquet'), {}],
  ['pandas-zstd.parquet', golden('pandas-zstd.parquet'), {}],
  ['pandas-brotli.parquet', golden('pandas-brotli.parquet'), {}],
  ['pictures-train.parquet', golden('pictures-train.parquet'), {}],
  ['arrays.parquet', golden('arrays.parquet'), {}],
];

const MUTATIONS = 200;

/** In milliseconds; a file of these takes a few. */
const LONG = 10_000;

for (const [name, bytes, options] of sources) {
  test(`${MUTATIONS} broken ones: ${name}`, async ({ labPage }) => {
    const outcomes = await readBroken(labPage, name, bytes, options);
    expect(outcomes.untyped).toEqual([]);
    expect(outcomes.wrong).toEqual([]);
    expect(outcomes.slow).toEqual([]);
    expect(outcomes.read + outcomes.refused).toBe(MUTATIONS);
    if (name.endsWith('.parquet')) expect(outcomes.refused).toBeGreaterThan(0);
    // The worker is as good as before.
    expect(outcomes.afterwards).toEqual(outcomes.before);
  });
}

function readBroken(page: Page, name: string, bytes: Uint8Array, options: DatasetOptions) {
  return page.evaluate(
    async ([name, packed, options, mutations, long]) => {
      const lab = await window.trainlab.createLab({ backends: ['cpu'] });
      const whole = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
      let state = 12345;
      const integer = (below: number) => {
        // Park and Miller's
        state = (state * 48271) % 2147483647;
        return state % below;
      };
      const mutated = (i: number): Uint8Array<ArrayBuffer> => {
        const at = integer(whole.length);
        if (i % 8 === 5) return whole.slice(0, at);
        if (i % 8 === 6) {
          const piece = whole.slice(at, at + 1 + integer(50));
          return new Uint8Array([...whole.slice(0, at), ...piece, ...whole.slice(at)]);
        }
        if (i % 8 === 7) return new Uint8Array([...whole.slice(0, at), ...whole.slice(at + 1 + integer(20))]);
        const copy = whole.slice();
        // Half of them near the end, where Parquet has its metadata.
        const near = i % 2 === 0 ? at : whole.length - 1 - integer(Math.min(whole.length, 1500));
        for (let n = 0; n <= i % 4; n++) copy[(near + n) % copy.length] = integer(256);
        return copy;
      };
      const told = async (bytes: Uint8Array<ArrayBuffer>) => {
        const dataset = await lab.dataset(new File([bytes], name), options);
        const { train, test, inputs, classes, perClass } = dataset;
        const faults: string[] = [];
        if (!(train > 0 && test >= 0)) faults.push(`${train} and ${test} examples`);
        if (perClass && perClass.reduce((sum, n) => sum + n, 0) !== train)
          faults.push(`${perClass} of ${train}`);
        for (const { row, label, picture, values } of await dataset.preview(1000)) {
          const numbers = [...Object.values(row ?? {}), ...Object.values(values ?? {}).flat()];
          if (numbers.some((n) => typeof n === 'number' && Number.isNaN(n))) faults.push('not a number');
          const size = picture && picture.width * picture.height * 4;
          if (picture && picture.data.length !== size) faults.push('half a picture');
          if (classes && !classes.includes(String(label))) faults.push(`label ${label}`);
        }
        await dataset.dispose();
        return { train, test, inputs: JSON.stringify(inputs), classes, faults };
      };
      const outcomes = {
        read: 0,
        refused: 0,
        untyped: [] as string[],
        wrong: [] as string[],
        slow: [] as string[],
      };
      const before = await told(whole);
      for (let i = 0; i < mutations; i++) {
        const file = mutated(i);
        let timer = 0;
        const late = new Promise<never>((_, reject) => {
          timer = window.setTimeout(() => reject(new RangeError('late')), long);
        });
        try {
          const { faults } = await Promise.race([told(file), late]);
          outcomes.read++;
          if (faults.length > 0) outcomes.wrong.push(`${i}: ${faults[0]}`);
        } catch (error) {
          outcomes.refused++;
          const { DatasetError, InvalidOptionError } = window.trainlab;
          if ((error as Error).message === 'late') {
            outcomes.slow.push(`${i}`);
            break;
          }
          if (!(error instanceof DatasetError || error instanceof InvalidOptionError)) {
            outcomes.untyped.push(`${i}: ${error}`);
          }
        } finally {
          window.clearTimeout(timer);
        }
      }
      return { ...outcomes, before, afterwards: await told(whole) };
    },
    [name, Buffer.from(bytes).toString('base64'), options, MUTATIONS, LONG] as const,
  );
}
