import { inFolder } from './binaries';

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
  const direct = () => new Worker(new URL('./kernel-thread.js', import.meta.url), { type: 'module' });
  const imported = (url: () => URL) => () => importing(url());
  const beside = imported(() => new URL('./kernel-thread.js', import.meta.url));
  if (wasmUrl === undefined) return [direct, beside];
  return [direct, beside, imported(() => inFolder('kernel-thread.js', wasmUrl))];
}

function importing(url: URL): Worker {
  // A message that comes before the import is done would be lost: keep it for the script's own handler.
  // A failed import becomes an error event: a rejection would not be heard outside.
  const source = `const early = new Promise((resolve) => { onmessage = resolve; });
import(${JSON.stringify(url.href)}).then(() => early).then((event) => onmessage(event), (error) => setTimeout(() => { throw error; }));`;
  const blob = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(blob, { type: 'module' });
  setTimeout(() => URL.revokeObjectURL(blob), PATIENCE);
  return worker;
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
