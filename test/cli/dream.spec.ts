// deepdream from the terminal: a picture in, a picture out.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from './start';

const TINY = 'deepdream --backend wasm --threads 1 --octaves 1 --seed 7'.split(' ');

test('dreams on a picture file and writes another', async ({ start }, info) => {
  const [dreamt, same] = [info.outputPath('dreamt.png'), info.outputPath('same.png')];
  const first = await start([...TINY, '--steps', '2', '--max-size', '64', '--out', dreamt, '--json']).ended;
  expect(first.code, first.stderr).toBe(0);
  const { dataset, metrics } = JSON.parse(first.stdout.trimEnd().split('\n').at(-1)!);
  expect(dataset.name).toBe('drawn landscape');
  expect(metrics.steps).toBe(2);
  expect([...readFileSync(dreamt).subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);

  const words = ['--steps', '0', '--image', dreamt, '--out', same, '--layers', 'conv3=2,conv4'];
  const second = await start([...TINY, ...words]).ended;
  expect(second.code, second.stderr).toBe(0);
  expect(second.stdout).toContain('picture of 480 × 320');
  expect(readFileSync(same).equals(readFileSync(dreamt))).toBe(true);
});

test('says what is wrong with its options', async ({ start }, info) => {
  const out = info.outputPath('none.png');
  const cases: [words: string[], message: RegExp][] = [
    [['--image', 'nowhere.png'], /image is "nowhere.png"; allowed is a file that exists/],
    [['--layers', 'conv3=much'], /layers is "conv3=much"; allowed are names with coefficients/],
    [['--layers', 'conv99', '--out', out], /layers is "conv99"; allowed is a layer of embedded: conv1/],
    [['--steps', 'few'], /steps is "few"; allowed is a whole number/],
  ];
  for (const [words, message] of cases) {
    const { code, stderr } = await start([...TINY, ...words]).ended;
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  }
  expect(existsSync(out)).toBe(false);
});

test('--help lists pictures and networks too', async ({ start }) => {
  const { code, stdout } = await start(['deepdream', '--help']).ended;
  expect(code).toBe(0);
  for (const option of [
    '--image',
    '--guide',
    '--network',
    '--weights',
    '--layers',
    '--out',
    '--octave-scale',
  ]) {
    expect(stdout).toContain(`${option} `);
  }
});
