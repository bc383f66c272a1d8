// A tab that nobody looks at trains on. Headless browsers never hide a tab, so this gives page and worker what a
// hidden one has: animation frames that never come and, on the page, timers that fire once a second.
import { expect, test } from '../fixtures';

const HIDDEN_WORKER = 'self.requestAnimationFrame = () => 0;';
const HIDDEN_PAGE = `
  window.requestAnimationFrame = () => 0;
  const soon = window.setTimeout;
  window.setTimeout = (act, delay, ...given) => soon(act, Math.max(delay ?? 0, 1000), ...given);
`;

test('training in a hidden tab waits for neither frames nor timers', async ({ page, origin }) => {
  await page.addInitScript(HIDDEN_PAGE);
  await page.goto(`${origin}/blank.html`);
  const trained = await page.evaluate(async (prelude) => {
    const { createLab } = (await import('/dist/index.js' as string)) as typeof window.trainlab;
    const module = (source: string) => URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const imports = [module(prelude), `${location.origin}/dist/worker.js`];
    const source = imports.map((url) => `import ${JSON.stringify(url)};`).join('');
    const worker = new Worker(module(source), { type: 'module' });
    const lab = await createLab({ worker, backends: ['wasm'], threads: 1 });
    const run = lab.train('transfer', { epochs: 2, examples: 300, batchSize: 10, seed: 1 });
    let last = { step: 0, steps: 0 };
    run.on('progress', (event) => {
      last = event;
    });
    const { metrics } = await run;
    return { step: last.step, steps: last.steps, loss: metrics.loss };
  }, HIDDEN_WORKER);
  expect(trained.steps).toBeGreaterThanOrEqual(60);
  expect(trained.step).toBe(trained.steps);
  expect(trained.loss).toBeGreaterThan(0);
});
