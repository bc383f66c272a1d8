// Mistakes on the command line: exit code 2, and a message that names what is wrong and lists what there is.
import { expect, test } from './start';

const MISTAKES: [command: string, ...says: string[]][] = [
  ['transferr', 'experiment is "transferr"', 'allowed is', 'transfer '],
  ['transfer --epoch 2', 'option is "--epoch"', '--epochs, --batch-size,', '--batch-size 128', 'from 1 to'],
  ['transfer --epochs 0', 'epochs is 0; allowed is a whole number from 1 to'],
  ['transfer --batch-size 1.5', 'batchSize is 1.5; allowed is a whole number'],
  ['transfer --epochs=two', 'epochs is "two"; allowed is a whole number'],
  ['transfer --preset huge', 'preset is "huge"; allowed is one of', 'quick'],
  ['transfer --seed -1', 'seed is -1; allowed is a whole number from 0'],
  ['transfer --backend gpu', '"gpu"; allowed is', 'webgpu, wasm, cpu'],
  ['transfer --threads 0', 'threads is 0; allowed is a whole number from 1 to 64'],
  ['transfer --data no/such/folder', 'data is "no/such/folder"; allowed is a folder or file'],
  ['transfer 2', '"2" is one word too many', 'Usage:'],
  ['--epochs 2', '--epochs is no option without an experiment', 'Usage:'],
  ['--port 99999', 'port is "99999"; allowed is a whole number from 0 to 65535'],
];

for (const [command, ...says] of MISTAKES) {
  test(`npm start -- ${command}`, async ({ start }) => {
    const { code, stdout, stderr } = await start(command.split(' ')).ended;
    for (const words of says) expect(stderr).toContain(words);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
}

test('--help needs neither experiment nor browser', async ({ start }) => {
  const { code, stdout } = await start(['--help'], { CHROME_PATH: '/no/such/browser' }).ended;
  expect(stdout).toContain('Usage: npm start');
  expect(code).toBe(0);
});

test('--help after an experiment lists what it takes', async ({ start }) => {
  const { code, stdout } = await start(['transfer', '--help']).ended;
  for (const option of ['--epochs', '--batch-size', '--learning-rate', '--preset quick']) {
    expect(stdout).toContain(option);
  }
  expect(code).toBe(0);
});

test('a browser that does not start is named', async ({ start }) => {
  const { code, stderr } = await start(['transfer'], { CHROME_PATH: '/no/such/browser' }).ended;
  expect(stderr).toContain('CHROME_PATH is "/no/such/browser"');
  expect(code).toBe(1);
});

test('data that cannot be read end the training with 1', async ({ start }) => {
  const { code, stdout, stderr } = await start(['transfer', '--backend', 'cpu', '--data', 'test/cli']).ended;
  expect(stderr).toContain('DatasetError');
  expect(stderr).toMatch(/-ubyte: HTTP 404/);
  expect(stdout).toBe('');
  expect(code).toBe(1);
});
