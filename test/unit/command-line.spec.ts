// How the words after `npm start --` are read, before anything is installed or started.
import { expect, test } from '@playwright/test';
import { readCommandLine } from '../../scripts/command-line.mjs';
import { findExperiment, listOptions, readExperimentOptions } from '../../scripts/experiment-options.mjs';

const read = (words: string) => readCommandLine(words.split(' ').filter(Boolean));

test('nothing serves the demo', () => {
  expect(read('')).toMatchObject({
    experiment: undefined,
    json: false,
    help: false,
    port: 8080,
    options: {},
  });
});

test('names are written with hyphens or in camel case, values after a space or an equals sign', () => {
  for (const words of ['--batch-size 64', '--batchSize 64', '--batch-size=64', '--batchSize=64']) {
    expect(read(`transfer ${words}`).options).toEqual({ batchSize: '64' });
  }
});

test('what is true or false needs no value', () => {
  expect(read('x --compare').options).toEqual({ compare: 'true' });
  expect(read('x --no-compare').options).toEqual({ compare: 'false' });
  expect(read('x --compare=false').options).toEqual({ compare: 'false' });
  expect(read('x --compare --epochs 2').options).toEqual({ compare: 'true', epochs: '2' });
  expect(read('x --json --epochs 2')).toMatchObject({ json: true, options: { epochs: '2' } });
  expect(read('x --noise 3').options).toEqual({ noise: '3' });
});

test('a number may be negative, and the last value counts', () => {
  expect(read('x --seed 1 --seed -2').options).toEqual({ seed: '-2' });
});

test('what is not the experiment’s is kept apart from it', () => {
  expect(read('x --backend wasm,cpu --threads 2 --port 0 --preset quick')).toMatchObject({
    ...{ backends: ['wasm', 'cpu'], threads: '2', port: 0 },
    options: { preset: 'quick' },
  });
});

test('data take every word up to the next option, and may come again', () => {
  const { data, options } = read('x --data a b --epochs 2 --data c');
  expect(data).toEqual(['a', 'b', 'c']);
  expect(options).toEqual({ epochs: '2' });
});

test('words too many, and options without an experiment, are refused', () => {
  expect(() => read('x y')).toThrow('"y" is one word too many');
  expect(() => read('x -epochs 2')).toThrow('"-epochs" is one word too many');
  expect(() => read('--epochs 2')).toThrow('--epochs is no option without an experiment');
  expect(() => read('--port 1.5')).toThrow('port is "1.5"');
});

const description = {
  ...{ name: 'twins', title: 'Twins', description: 'Two of them.' },
  hyperparameters: {
    epochs: { type: 'integer', default: 5, min: 1, max: 10, description: 'Epochs' },
    learningRate: { type: 'number', default: 0.1, min: 0, max: 1, description: 'Step size' },
    compare: { type: 'boolean', default: false, description: 'Train both' },
    mode: { type: 'choice', default: '1', choices: ['1', '2'], description: 'Way to go' },
  },
  presets: { quick: { epochs: 1, compare: true } },
  options: {},
} satisfies Parameters<typeof readExperimentOptions>[0];

test('values get the types that the experiment says', () => {
  const texts = { epochs: '2', learningRate: '1e-3', compare: 'true', mode: '2', seed: '7', preset: 'quick' };
  expect(readExperimentOptions(description, texts)).toEqual({
    ...{ epochs: 2, learningRate: 0.001, compare: true, mode: '2', seed: 7, preset: 'quick' },
  });
});

test('a value without that type stays as it is, for the package to refuse', () => {
  const texts = { epochs: 'two', learningRate: '', compare: 'yes' };
  expect(readExperimentOptions(description, texts)).toEqual(texts);
});

test('an unknown name is refused with all there is', () => {
  expect(() => readExperimentOptions(description, { epoch: '2' })).toThrow(
    'option is "--epoch"; allowed is --epochs, --learning-rate, --compare, --mode, --preset, --seed',
  );
  expect(() => readExperimentOptions(description, { toString: '2' })).toThrow('option is "--to-string"');
  expect(() => findExperiment([description], 'twin')).toThrow('experiment is "twin"; allowed is twins.');
});

test('the list shows each option with its default and what is allowed', () => {
  const list = listOptions(description);
  expect(list).toMatch(/--epochs 5 +a whole number from 1 to 10: Epochs/);
  expect(list).toMatch(/--mode 1 +1, 2: Way to go/);
  expect(list).toMatch(/--preset quick +--epochs 1 --compare true/);
});

const painter = {
  ...{ ...description, name: 'painter', output: 'picture' },
  options: {
    motif: { type: 'picture', description: 'What to paint' },
    eye: { type: 'network', description: 'What looks' },
    moods: { type: 'coefficients', description: 'How' },
    frame: { type: 'value', description: 'Around it' },
  },
  data: { type: 'files', description: 'Paintings' },
} satisfies Parameters<typeof readExperimentOptions>[0];

test('what is no number is read by its kind, whatever it is called', () => {
  const address = (option: string, given: string) => `http://here/${option}/${given}`;
  const texts = { motif: 'a.png', eye: 'model.json', moods: 'merry=2,sad', frame: '[1, 2]' };
  expect(readExperimentOptions(painter, texts, address)).toEqual({
    motif: 'http://here/motif/a.png',
    eye: { url: 'http://here/eye/model.json' },
    moods: { merry: 2, sad: 1 },
    frame: [1, 2],
  });
  expect(readExperimentOptions(painter, { weights: 'a.h5' }, address)).toEqual({
    eye: { architecture: 'inception-v3', weights: 'http://here/weights/a.h5' },
  });
  expect(() => readExperimentOptions(painter, { moods: 'merry=very' })).toThrow('moods is "merry=very"');
  expect(() => readExperimentOptions(description, { weights: 'a.h5' })).toThrow('option is "--weights"');
});

test('the list shows what is no number too', () => {
  const list = listOptions(painter);
  expect(list).toMatch(/--motif PATH +a picture file or its URL: What to paint/);
  expect(list).toMatch(/--moods NAME=COEFFICIENT,… +names with numbers: How/);
  for (const word of ['--eye PATH', '--weights PATH', '--frame JSON', '--data PATH', '--out FILE.png']) {
    expect(list).toContain(word);
  }
  expect(listOptions(description)).not.toMatch(/--weights|--out|--data/);
});
