// A fixture as a project of its own: copied below build/, with its lock's packages and the packed package installed.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../scripts/run.mjs';

const execute = promisify(execFile);
const FIXTURES = join(root, 'test/consumers/fixtures');
const PROJECTS = join(root, 'build/consumers');
const STAMP = '.installed'; // in node_modules: the lock and the package that it was made from
const START_TIMEOUT = 120_000; // ms until a development server answers
const END_TIMEOUT = 5_000; // ms from asking a server to end to ending it

/** What a script's argument list may hold in place of its server's port. */
export const PORT = '{port}';

/**
 * Makes a fixture's project; a later call has only what has changed to install.
 * @param sources folders below fixtures/ whose files it takes, the last one's own first
 */
export async function makeProject(fixture: string, tarball: string, sources: string[]): Promise<Project> {
  const folder = join(PROJECTS, fixture);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (name !== 'node_modules') rmSync(join(folder, name), { recursive: true });
  }
  for (const name of [...sources, fixture]) {
    if (existsSync(join(FIXTURES, name)))
      cpSync(join(FIXTURES, name), folder, { recursive: true, filter: isSource });
  }
  cpSync(join(FIXTURES, '../page/train.js'), join(folder, 'train.js'));
  await install(folder, tarball);
  return new Project(folder);
}

/** An example may have been tried where it lies. */
function isSource(path: string): boolean {
  return !path.endsWith('node_modules');
}

async function install(folder: string, tarball: string): Promise<void> {
  const stamp = join(folder, 'node_modules', STAMP);
  const lock = hash(join(folder, 'package-lock.json'));
  const wanted = `${lock} ${hash(tarball)}`;
  const present = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (present === wanted) return;
  rmSync(stamp, { force: true });
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund'];
  if (!present.startsWith(lock)) await npm(folder, 'ci', ...quietly);
  // The lock keeps what it names; what the package itself depends on comes as it comes to anyone.
  await npm(folder, 'install', '--no-save', ...quietly, tarball);
  // Vite keeps what it has made of another package of this version.
  rmSync(join(folder, 'node_modules/.vite'), { recursive: true, force: true });
  writeFileSync(stamp, wanted);
}

/** Runs npm in a folder. */
export async function npm(folder: string, ...args: string[]): Promise<void> {
  // The npm that started us, if one did, need not be the one on the PATH.
  const path = process.env.npm_execpath;
  const [command, first] = path?.endsWith('.js') ? [process.execPath, [path]] : ['npm', []];
  await execute(command, [...first, ...args, '--no-update-notifier'], {
    cwd: folder,
    env: environment(),
    shell: command === 'npm' && process.platform === 'win32', // which starts npm only through a shell
  });
}

function hash(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

export class Project {
  constructor(readonly folder: string) {}

  /** Runs a script of an installed package; gives what it printed. @throws with that, where the script fails */
  async run([script, ...args]: string[]): Promise<string> {
    const { stdout, stderr } = await execute(process.execPath, [this.#path(script!), ...args], {
      cwd: this.folder,
      env: environment(),
    }).catch(({ message, stdout }) => {
      throw new Error(`${message}\n${stdout}`);
    });
    return stdout + stderr;
  }

  /** Starts a server by a script of an installed package; resolves when it answers. */
  async start([script, ...args]: string[]): Promise<Server> {
    const port = await freePort();
    const words = args.map((one) => one.replace(PORT, String(port)));
    return startServer(this.folder, [this.#path(script!), ...words], port);
  }

  #path(script: string): string {
    const installed = join(this.folder, 'node_modules', script);
    return existsSync(installed) ? installed : join(this.folder, script);
  }
}

export interface Server {
  origin: string;
  /** What it has printed so far. */
  output(): string;
  close(): Promise<void>;
}

async function startServer(folder: string, args: string[], port: number): Promise<Server> {
  const origin = `http://127.0.0.1:${port}`;
  // Servers start processes of their own: with a group of its own, one ends with all of these.
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...environment(), PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (printed += text));
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const kill = () => signal(child, 'SIGKILL');
  process.once('exit', kill);
  const close = async () => {
    process.off('exit', kill);
    signal(child, 'SIGTERM');
    const stubborn = setTimeout(kill, END_TIMEOUT);
    await ended;
    clearTimeout(stubborn);
    kill(); // what it has started may have stayed
  };
  const deadline = Date.now() + START_TIMEOUT;
  for (;;) {
    if (await answers(origin)) return { origin, output: () => printed, close };
    if (child.exitCode !== null || Date.now() > deadline) {
      await close();
      throw new Error(`${args.join(' ')} gives no answer at ${origin}.\n${printed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function answers(origin: string): Promise<boolean> {
  return fetch(origin, { signal: AbortSignal.timeout(START_TIMEOUT) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** To a process and all that it has started; nothing where they have ended. */
function signal({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    if (process.platform === 'win32') execFile('taskkill', ['/pid', String(pid), '/T', '/F']);
    else process.kill(-pid, name);
  } catch {
    // there is no such process any more
  }
}

/** The user's own: without what npm and the test runner add for their own children. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|PW_|PLAYWRIGHT_|TEST_|NODE_ENV$|NODE_OPTIONS$|FORCE_COLOR$)/.test(name),
  );
  const quiet = { NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1', NO_UPDATE_NOTIFIER: '1' };
  return { ...Object.fromEntries(own), ...quiet };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
