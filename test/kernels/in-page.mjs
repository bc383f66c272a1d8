// What a browser page does with the bundle that bundle.mjs made. `page` is Playwright's.

/**
 * Runs one cases file and returns its report (see harness.ts).
 * @param where 'worker' (as the package does) or 'page', on the main thread
 */
export async function runInPage(page, { where = 'worker', ...request }) {
  if (where === 'worker') return askWorker(page, '/kernel-tests.js', request);
  return page.evaluate(async (request) => {
    await import(new URL('/kernel-tests.js', location.href).href);
    return globalThis.runKernelCases(request);
  }, request);
}

/** Starts a script as a worker, sends it one message and returns the report that it answers with. */
export async function askWorker(page, script, request) {
  return page.evaluate(
    async ([script, request]) => {
      const worker = new Worker(script, { type: 'module' });
      try {
        return await new Promise((resolve, reject) => {
          worker.onerror = (event) => reject(new Error(`${event.message} ${event.filename}:${event.lineno}`));
          worker.onmessage = ({ data }) =>
            data.error ? reject(new Error(data.error)) : resolve(data.report);
          worker.postMessage(request);
        });
      } finally {
        worker.terminate();
      }
    },
    [script, request],
  );
}
