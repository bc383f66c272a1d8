// A training from the terminal: progress on stderr, a table or JSON on stdout.
import { expect, test } from './start';

const TINY = 'transfer --backend wasm --threads 1 --epochs 2 --batch-size 16 --examples 60 --seed 7'.split(
  ' ',
);

test('--json ends with one line that tells the whole result', async ({ start }) => {
  const { code, stdout, stderr } = await start([...TINY, '--json']).ended;
  expect(stderr).toContain('epoch 2/2');
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(1);
  const result = JSON.parse(lines[0]!);
  expect(Object.keys(result)).toEqual([
    ...['experiment', 'backend', 'threads', 'dataset', 'hyperparameters', 'seed'],
    ...['epoch', 'metrics', 'phases', 'history', 'durationMs', 'stopped'],
  ]);
  expect(result).toMatchObject({
    ...{ experiment: 'transfer', backend: 'wasm', threads: 1, seed: 7 },
    hyperparameters: { epochs: 2, batchSize: 16, examples: 60 },
    dataset: { source: 'embedded', train: 60 },
  });
  expect(result.phases).toHaveLength(2);
  expect(result.history.map(({ epoch }: { epoch: number }) => epoch)).toEqual([1, 2, 1, 2]);
  expect(Object.keys(result.metrics)).toEqual(['loss', 'accuracy', 'valLoss', 'valAccuracy']);
  expect(result.durationMs).toBeGreaterThan(0);
});

test('without --json, a table of phases, metrics and parameters', async ({ start }) => {
  const { code, stdout } = await start(TINY).ended;
  expect(code).toBe(0);
  expect(stdout).toContain('transfer on wasm, 1 thread');
  expect(stdout).toContain('epochs 2, batchSize 16');
  expect(stdout).toMatch(/phase +epoch +loss +accuracy +valLoss +valAccuracy +time/);
  expect(stdout).toMatch(/digits 5 to 9 .* 590,597 +9,568 /);
});
