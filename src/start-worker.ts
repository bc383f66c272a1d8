// The worker's start: from the address that the bundler gave, wherever that lies, to a worker that listens.
import { InvalidOptionError, UnsupportedEnvironmentError, WorkerFailedError } from './errors';
import type { WorkerReady } from './protocol';

export interface WorkerChoice {
  worker?: Worker;
  workerUrl?: string | URL;
}

interface WorkerAddress {
  url: URL;
  type: WorkerType;
}

/** All that lies in the package's folder beside the page's entry. */
const FILES =
  'worker.js, the other worker-*.js, kernel-thread.js, the four .wasm files and dream-network.bin';

/**
 * @throws UnsupportedEnvironmentError where there are no workers; WorkerFailedError where this one is refused
 * @throws InvalidOptionError for a `workerUrl` that is no address
 */
export function startWorker({ worker, workerUrl }: WorkerChoice): { worker: Worker; address?: URL } {
  if (worker) return { worker };
  if (typeof Worker === 'undefined') {
    throw new UnsupportedEnvironmentError('createLab() needs a browser: there are no Web Workers here.');
  }
  const address = workerUrl === undefined ? inPackage(bundledAddress()) : givenAddress(workerUrl);
  try {
    return { worker: create(address), address: address.url };
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new WorkerFailedError(`No worker can be started from ${address.url.href} (workerUrl): ${reason}`, {
      cause,
    });
  }
}

/**
 * Resolves when the worker says that it listens; what it is sent before that may be lost.
 * @param patience ms
 * @throws WorkerFailedError if it breaks down before, or stays silent
 */
export function listening(worker: Worker, address: URL | undefined, patience: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const heard = new AbortController();
    const settle = (outcome: () => void) => {
      clearTimeout(timer);
      heard.abort();
      outcome();
    };
    const timer = setTimeout(() => {
      const where = address ? `The file at ${address.href}` : 'The worker that was given';
      const error = new WorkerFailedError(
        `${where} did not answer within ${patience / 1000} s (startTimeout): it is no worker of this package, ` +
          'or it loads more slowly than that. The package’s own is dist/worker.js, to be named by workerUrl.',
      );
      settle(() => reject(error));
    }, patience);
    const options = { signal: heard.signal };
    worker.addEventListener('error', (event) => settle(() => reject(failureOf(event, address))), options);
    worker.addEventListener(
      'message',
      ({ data }: MessageEvent<Partial<WorkerReady> | null>) => {
        if (data?.trainlab === 'listening') settle(resolve);
      },
      options,
    );
    // A worker of the page's own may have said so long ago.
    worker.postMessage({ trainlab: 'listening?' });
  });
}

export function failureOf(event?: ErrorEvent, address?: URL): WorkerFailedError {
  if (!event) return new WorkerFailedError('The worker sent a message that cannot be read.');
  if (event.message) return new WorkerFailedError(`The worker broke down: ${event.message}`);
  if (!address) return new WorkerFailedError('The worker file cannot be loaded.');
  const elsewhere = sameOrigin(address)
    ? ''
    : ` Another origin has to allow it by CORS headers, and a Content-Security-Policy by worker-src blob: ${address.origin}.`;
  // Browsers say nothing of it.
  const isolated = globalThis.crossOriginIsolated
    ? ' To a cross-origin isolated page the file must be sent with a Cross-Origin-Embedder-Policy, too.'
    : '';
  return new WorkerFailedError(
    `The worker file cannot be loaded from ${address.href}. Copy ${FILES} from trainlab/dist into ` +
      `${new URL('.', address).href}, or say by workerUrl where the worker file lies.${elsewhere}${isolated}`,
  );
}

function givenAddress(workerUrl: string | URL): WorkerAddress {
  try {
    return { url: new URL(workerUrl, globalThis.location?.href), type: 'module' };
  } catch {
    throw new InvalidOptionError('workerUrl', workerUrl, 'an address, absolute where there is no page');
  }
}

/**
 * Where the worker file lies. Bundlers look for this very expression and put the address of their own copy there,
 * so for a moment the expression makes no worker but tells what it was given.
 */
function bundledAddress(): WorkerAddress {
  const native = globalThis.Worker;
  let given: WorkerAddress | undefined;
  globalThis.Worker = class {
    constructor(url: string | URL, options?: WorkerOptions) {
      // A bundler that writes classic scripts takes the type away.
      given = { url: new URL(url, globalThis.location?.href), type: options?.type ?? 'classic' };
    }
  } as unknown as typeof Worker;
  try {
    new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  } finally {
    globalThis.Worker = native;
  }
  if (!given) throw new WorkerFailedError('This bundler makes workers in a way of its own: give workerUrl.');
  return given;
}

/** Vite's development server moves the page's entry away from the package's other files. */
function inPackage({ url, type }: WorkerAddress): WorkerAddress {
  const moved = /^(.*\/node_modules\/)\.vite[^/]*\/deps[^/]*\/worker\.js$/.exec(url.pathname);
  return { url: moved ? new URL(`${moved[1]}trainlab/dist/worker.js`, url) : url, type };
}

function create({ url, type }: WorkerAddress): Worker {
  const options: WorkerOptions = { type, name: 'trainlab' };
  if (sameOrigin(url) || url.protocol === 'blob:' || url.protocol === 'data:') {
    return new Worker(trusted(url.href), options);
  }
  // A worker must come from the page's own origin, but a line of ours may import it from another.
  const href = JSON.stringify(url.href);
  const source = type === 'module' ? `import ${href};` : `importScripts(${href});`;
  // A sandboxed frame has an origin that not even its own blobs belong to.
  if (globalThis.origin === 'null') {
    return new Worker(trusted(`data:text/javascript,${encodeURIComponent(source)}`), options);
  }
  const blob = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    return new Worker(trusted(blob), options);
  } finally {
    // The worker's start has taken the address by then; Safari fetches it a little later.
    setTimeout(() => URL.revokeObjectURL(blob), 60_000);
  }
}

/** Servers' runtimes have no origin: there a file is as good as any. */
function sameOrigin(url: URL): boolean {
  return globalThis.origin === undefined || globalThis.location === undefined || url.origin === origin;
}

interface ScriptPolicy {
  createScriptURL(url: string): string;
}

let policy: ScriptPolicy | undefined;

/** The address in the form that a page with Trusted Types asks for; the policy to allow is called `trainlab`. */
function trusted(url: string): string {
  const types = (
    globalThis as { trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy } }
  ).trustedTypes;
  try {
    policy ??= types?.createPolicy('trainlab', { createScriptURL: (given) => given });
  } catch {
    // Where the page does not allow the policy it may still allow the address as it is.
  }
  return policy?.createScriptURL(url) ?? url;
}
