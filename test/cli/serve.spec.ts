// The server that `npm start` leaves running, and how it and a training end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from '../../scripts/run.mjs';
import { descendants, expect, isAlive, type Started, test } from './start';

async function addressOf({ written }: Started): Promise<string> {
  const address = () => /http:\/\/[\d.]+:\d+/.exec(written.stdout)?.[0];
  await expect.poll(address).toBeTruthy();
  return address()!;
}

test('serves the demo and the package isolated, with their types, on any free port', async ({ start }) => {
  const servers = [start([]), start([])];
  const [first, second] = await Promise.all(servers.map(addressOf));
  expect(first).not.toBe(second);
  const demo = await fetch(`${second}/`);
  expect(demo.status).toBe(200);
  expect(Object.fromEntries(demo.headers)).toMatchObject({
    'content-type': expect.stringContaining('text/html'),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  });
  const types = ['index.js', 'kernels-simd.wasm'].map(async (name) =>
    (await fetch(`${second}/dist/${name}`)).headers.get('content-type'),
  );
  expect(await Promise.all(types)).toEqual([expect.stringContaining('text/javascript'), 'application/wasm']);
  expect((await fetch(`${second}/%2e%2e/%2e%2e/package.json`)).status).toBe(404);
  for (const { child, ended } of servers) {
    child.kill('SIGTERM');
    expect((await ended).code).toBe(143);
  }
});

test('Ctrl-C ends a training, its browser and its server', async ({ start }) => {
  test.skip(process.platform === 'win32', 'Windows has no SIGINT to send');
  const training = start('transfer --backend cpu --epochs 100 --batch-size 16'.split(' '));
  await expect.poll(() => training.written.stderr, { timeout: 30_000 }).toContain('Training');
  const processes = descendants(training.child.pid!);
  expect(processes.length).toBeGreaterThan(2);
  training.child.kill('SIGINT');
  const { code, stderr } = await training.ended;
  expect(code).toBe(130);
  expect(stderr).not.toContain('Error');
  await expect.poll(() => processes.filter(isAlive)).toEqual([]);
});

test('a termination of npm, which reaches no further than its shell, ends the server', async () => {
  test.skip(process.platform === 'win32', 'Windows has no such shell');
  const shell = spawn('sh', ['-c', `"${process.execPath}" scripts/start.mjs --port 0; true`], {
    cwd: root,
    env: { ...process.env, npm_lifecycle_event: 'start' },
  });
  await once(shell.stdout, 'data');
  const processes = descendants(shell.pid!);
  expect(processes.length).toBeGreaterThan(0);
  shell.kill('SIGTERM');
  await expect.poll(() => processes.filter(isAlive)).toEqual([]);
});
