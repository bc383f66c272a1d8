// The guides say what the package says of itself.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/run.mjs';
import type { ExperimentDescription, HyperparameterDescription } from '../../src/protocol';
import { expect, test } from '../fixtures';
import { readPage, readPages } from './pages';

test('the guide has every experiment with its options, defaults and bounds', async ({ labPage }) => {
  const experiments = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['cpu'] });
    lab.terminate();
    return lab.experiments();
  });
  const guide = readFileSync(join(root, 'docs/experiments.md'), 'utf8');
  const tables = [...guide.matchAll(/<!-- options of (\w+) -->\n\n((?:\|.*\n)+)/g)];
  const written = Object.fromEntries(tables.map(([, name, table]) => [name, table]));
  expect(written).toEqual(Object.fromEntries(experiments.map((one) => [one.name, tableOf(one)])));
});

test('the guide to errors has a part for each class of them', async ({ labPage }) => {
  const classes = await labPage.evaluate(() =>
    Object.keys(window.trainlab).filter((name) => name.endsWith('Error')),
  );
  expect(classes.length).toBeGreaterThan(10);
  const guide = readPages().find(({ path }) => path === 'docs/errors.md')!;
  expect([...guide.anchors]).toEqual(expect.arrayContaining(classes.map((name) => name.toLowerCase())));
});

test('the guide to errors quotes the messages as they are', () => {
  const path = 'docs/errors.md';
  const source = readFileSync(join(root, path), 'utf8');
  const own = readPage(path, source.slice(0, source.indexOf('## What browsers say')));
  const sources = ['src', 'worker'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(root, folder, name), 'utf8')),
  );
  const unknown = own.emphases.flatMap(({ text, line }) =>
    // What is filled in is written in capitals or as a number.
    text
      .replaceAll('\n', ' ')
      .split(/…|\b[A-Z]{4,}\b|\b\d+\b/)
      .filter((part) => part.trim().length > 6 && !sources.some((code) => code.includes(part.trim())))
      .map((part) => `${path}:${line}: ${part.trim()}`),
  );
  expect(own.emphases.length).toBeGreaterThan(20);
  expect(unknown).toEqual([]);
});

function tableOf({ hyperparameters }: ExperimentDescription): string {
  const rows = Object.entries(hyperparameters).map(
    ([name, description]) =>
      `| \`${name}\` | ${text(description.default)} | ${allowedBy(description)} | ${description.description} |\n`,
  );
  return `| option | default | allowed | what |\n|---|--:|---|---|\n${rows.join('')}`;
}

function allowedBy(description: HyperparameterDescription): string {
  if (description.type === 'boolean') return 'true, false';
  if (description.type === 'choice') return description.choices.join(', ');
  return `${text(description.min)} to ${text(description.max)}`;
}

function text(value: number | boolean | string): string {
  return typeof value === 'number' ? value.toLocaleString('en', { maximumFractionDigits: 9 }) : String(value);
}
