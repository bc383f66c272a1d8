// Hands fuzz requests to workers of a page, in portions: a call that hangs is ended with its worker, and counts
// as a failure; the next portion begins behind it.

const PORTION = 2000; // calls
const PATIENCE = 20_000; // ms that one call may take

/**
 * @param {import('@playwright/test').Page} page
 * @param {import('./fuzz').FuzzRequest} request
 * @returns {Promise<import('./fuzz').FuzzReport>}
 */
export async function fuzzInPage(page, request) {
  /** @type {import('./fuzz').FuzzReport} */
  const total = { outcomes: {}, failures: [], refusals: [], next: request.to, uncovered: [] };
  for (let from = request.from; from < request.to; ) {
    const portion = { ...request, from, to: Math.min(request.to, from + PORTION) };
    const report = await runPortion(page, portion);
    total.failures.push(...report.failures);
    total.refusals.push(...(report.refusals ?? []));
    total.uncovered = report.uncovered;
    for (const [kernel, counts] of Object.entries(report.outcomes)) {
      total.outcomes[kernel] ??= { same: 0, refused: 0, unmatched: 0 };
      const sum = total.outcomes[kernel];
      sum.same += counts.same;
      sum.refused += counts.refused;
      sum.unmatched += counts.unmatched;
    }
    from = report.next;
  }
  return total;
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {import('./fuzz').FuzzRequest} portion
 * @returns {Promise<import('./fuzz').FuzzReport>}
 */
function runPortion(page, portion) {
  return page.evaluate(
    ([request, patience]) =>
      new Promise((resolve, reject) => {
        const worker = new Worker('/fuzz.js', { type: 'module' });
        let last = { index: request.from, kernel: 'none yet', call: '', report: null };
        let timer;
        const end = (result) => {
          clearTimeout(timer);
          worker.terminate();
          resolve(result);
        };
        const fail = (problem) => {
          const { index, kernel, call } = last;
          const report = last.report ?? { outcomes: {}, failures: [], refusals: [], uncovered: [] };
          report.failures.push({ index, kernel, call, problem });
          end({ ...report, next: index + 1 });
        };
        const wait = () => {
          clearTimeout(timer);
          timer = setTimeout(() => fail('HANGS'), patience);
        };
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.onmessage = ({ data }) => {
          if (data.error) fail(`THROWS ${data.error}`);
          else if (data.report) end(data.report);
          else {
            last = data.at;
            wait();
          }
        };
        wait();
        worker.postMessage(request);
      }),
    /** @type {const} */ ([portion, PATIENCE]),
  );
}
