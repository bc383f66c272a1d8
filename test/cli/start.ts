// Runs `npm start` as a newcomer's terminal would, without npm in between.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { test as base } from '@playwright/test';
import { root } from '../../scripts/run.mjs';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Started {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** What it has written so far. */
  written: { stdout: string; stderr: string };
}

interface Fixtures {
  /** Runs `npm start -- WORDS`; what still runs after the test is ended. */
  start(words: string[], env?: Record<string, string>): Started;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures off this pattern
  start: async ({}, use) => {
    const all: Started[] = [];
    await use((words, env = {}) => {
      const started = start(words, env);
      all.push(started);
      return started;
    });
    for (const { child, ended } of all) {
      child.kill();
      await ended;
    }
  },
});

export { expect } from '@playwright/test';

function start(words: string[], env: Record<string, string>): Started {
  const child = spawn(process.execPath, ['scripts/start.mjs', ...words], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => {
    written.stdout += text;
  });
  child.stderr.on('data', (text) => {
    written.stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, ...written }));
  });
  return { child, ended, written };
}

/** Every process that this one started, and those that they started. */
export function descendants(pid: number): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const children = (parent: number): number[] =>
    pairs.flatMap(([child, of]) => (of === parent ? [child!, ...children(child!)] : []));
  return children(pid);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
