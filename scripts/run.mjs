// Runs other programs, in the repository's folder.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { closeOnStop } from './stop.mjs';

/** The repository's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs a program to its end. Its output goes to stderr, where it cannot mix with a result.
 * @param {string} command
 * @param {string[]} args
 * @param {{ timeout?: number, env?: Record<string, string>, stdout?: boolean }} [options]
 *   `timeout` in ms, after which it is ended; `stdout` leaves its output where it is
 * @returns {Promise<boolean>} whether it ended by itself and with success
 */
export async function run(command, args, { timeout, env, stdout } = {}) {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', stdout ? 1 : 2, 2],
    // Windows starts npm only through a shell.
    shell: process.platform === 'win32' && command === 'npm',
  });
  /** @type {Promise<boolean>} */
  const ended = new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
  const end = closeOnStop(async () => {
    child.kill('SIGINT');
    const stubborn = setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(stubborn);
  });
  const timer = timeout === undefined ? undefined : setTimeout(end, timeout);
  const success = await ended;
  clearTimeout(timer);
  await end();
  return success;
}

/**
 * Runs a Node program.
 * @param {string} script its path in the repository
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runNode(script, args, options) {
  return run(process.execPath, [script, ...args], options);
}

/** @param {string[]} args */
export function runNpm(...args) {
  // The npm that started us, if one did, need not be the one on the PATH.
  const npm = process.env.npm_execpath;
  return npm?.endsWith('.js') ? runNode(npm, args) : run('npm', args);
}
