// The worker's start, and what its failure means.
import { UnsupportedEnvironmentError, WorkerFailedError } from './errors';

export function startWorker({ worker, workerUrl }: { worker?: Worker; workerUrl?: string | URL }): Worker {
  if (worker) return worker;
  if (typeof Worker === 'undefined') {
    throw new UnsupportedEnvironmentError('createLab() needs a browser: there are no Web Workers here.');
  }
  if (workerUrl === undefined) {
    // Bundlers look for this very expression.
    return new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'trainlab' });
  }
  const url = new URL(workerUrl, location.href);
  if (url.origin === location.origin || url.protocol === 'blob:' || url.protocol === 'data:') {
    return new Worker(url, { type: 'module', name: 'trainlab' });
  }
  // A worker file must come from the page's own origin; a one-line module of ours may import it from a CDN.
  const source = new Blob([`import ${JSON.stringify(url.href)};`], { type: 'text/javascript' });
  return new Worker(URL.createObjectURL(source), { type: 'module', name: 'trainlab' });
}

export function failureOf(event?: ErrorEvent): WorkerFailedError {
  if (!event) return new WorkerFailedError('The worker sent a message that cannot be read.');
  return new WorkerFailedError(
    event.message
      ? `The worker broke down: ${event.message}`
      : 'The worker file cannot be loaded. Serve the package’s dist folder as it is, or give workerUrl.',
  );
}
