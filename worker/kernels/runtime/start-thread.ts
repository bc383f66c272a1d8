// Starts a worker that computes parts of kernels.
import { inFolder, inPackage } from './binaries';

/** What a thread is told once; from then on it hears only of the shared memory. */
export interface ThreadStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly block: number;
  /** 1 and up: 0 is the calling thread. */
  readonly index: number;
}

const PATIENCE = 10_000; // ms until a silent worker counts as failed

/** Starts one thread; resolves to undefined where none can be had. Never rejects, never hangs. */
export async function startThread(
  start: ThreadStart,
  wasmUrl: string | undefined,
): Promise<Worker | undefined> {
  for (const create of candidates(wasmUrl)) {
    const worker = await ready(create, start);
    if (worker) return worker;
  }
  return undefined;
}

/**
 * The script beside this one; where that is refused (a script of another origin, or one sent without the
 * header that isolation needs), a blob of this origin that imports it; last, the one beside the binaries.
 */
function candidates(wasmUrl: string | undefined): (() => Worker)[] {
  const { url, type } = bundledAddress();
  const all = [() => importing(url)];
  if (url.origin === globalThis.origin) all.unshift(() => new Worker(trusted(url.href), { type }));
  if (wasmUrl !== undefined) all.push(() => importing(inFolder('kernel-thread.js', wasmUrl)));
  return all;
}

/**
 * Where the thread's script lies. Bundlers look for this very expression and put the address of their own copy
 * there, so for a moment the expression makes no worker but tells what it was given.
 */
function bundledAddress(): { url: URL; type: WorkerType } {
  const native = globalThis.Worker;
  let given: [address: string | URL, options?: WorkerOptions] | undefined;
  globalThis.Worker = class {
    constructor(...args: [string | URL, WorkerOptions?]) {
      given = args;
    }
  } as unknown as typeof Worker;
  try {
    new Worker(new URL('./kernel-thread.js', import.meta.url), { type: 'module' });
  } finally {
    globalThis.Worker = native;
  }
  const [address, options] = given ?? [new URL('./kernel-thread.js', import.meta.url), { type: 'module' }];
  // A bundler that writes classic scripts takes the type away.
  return { url: inPackage(address), type: options?.type ?? 'classic' };
}

function importing(url: URL): Worker {
  // A message that comes before the import is done would be lost: keep it for the script's own handler.
  // A failed import becomes an error event: a rejection would not be heard outside.
  const source = `const early = new Promise((resolve) => { onmessage = resolve; });
import(${JSON.stringify(url.href)}).then(() => early).then((event) => onmessage(event), (error) => setTimeout(() => { throw error; }));`;
  const blob = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(trusted(blob), { type: 'module' });
  setTimeout(() => URL.revokeObjectURL(blob), PATIENCE);
  return worker;
}

interface ScriptPolicy {
  createScriptURL(url: string): string;
}

let policy: ScriptPolicy | undefined;

/** The address in the form that a worker with Trusted Types asks for; the policy is called `trainlab`. */
function trusted(url: string): string {
  const types = (
    globalThis as { trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy } }
  ).trustedTypes;
  try {
    policy ??= types?.createPolicy('trainlab', { createScriptURL: (given) => given });
  } catch {
    // Where the policy is not allowed, the address as it is may be.
  }
  return policy?.createScriptURL(url) ?? url;
}

/** Resolves when the worker says that it is ready, or to undefined when it fails or stays silent. */
function ready(create: () => Worker, start: ThreadStart): Promise<Worker | undefined> {
  return new Promise((resolve) => {
    let worker: Worker;
    try {
      worker = create();
    } catch {
      resolve(undefined);
      return;
    }
    const settle = (result: Worker | undefined) => {
      clearTimeout(timer);
      worker.onmessage = worker.onerror = null;
      if (!result) worker.terminate();
      resolve(result);
    };
    const timer = setTimeout(() => settle(undefined), PATIENCE);
    worker.onmessage = () => settle(worker);
    worker.onerror = (event) => {
      event.preventDefault();
      settle(undefined);
    };
    worker.postMessage(start);
  });
}
