// Tabs in the background, machines that sleep, and labs with nothing to do.
import type { Browser } from '@playwright/test';
import { expect, test } from '../fixtures';

const small = { epochs: 2, examples: 600, batchSize: 10, seed: 1 };

/** Processor time of all pages of the browser, in seconds; the kernel's threads of a worker are in it. */
async function processorTime(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

const wait = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

test('a page that was frozen in mid-run goes on where it was, with the same worker and the same bits', async ({
  labPage,
}) => {
  const session = await labPage.context().newCDPSession(labPage);
  await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const bits = async (model: { weights(): Promise<{ data: ArrayLike<number> }[]> }) =>
      (await model.weights()).map(({ data }) => Array.from(data).join()).join();
    const expected = await bits((await lab.train('transfer', options)).model);
    const heard: string[] = [];
    lab.on('warning', ({ message }) => heard.push(message));
    const run = lab.train('transfer', options);
    const steps: number[] = [];
    run.on('progress', ({ step }) => steps.push(step));
    const ended = run.then(async ({ model }) => ({ heard, same: (await bits(model)) === expected }));
    Object.assign(window, { run, steps, ended });
    await new Promise<void>((resolve) => run.on('progress', ({ step }) => step > 10 && resolve()));
  }, small);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await wait(2);
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  const outcome = await labPage.evaluate(async () => {
    const { ended, steps } = window as unknown as {
      ended: Promise<{ heard: string[]; same: boolean }>;
      steps: number[];
    };
    return { ...(await ended), inOrder: steps.every((step, i) => i === 0 || step >= steps[i - 1]!) };
  });
  expect(outcome).toEqual({ heard: [], same: true, inOrder: true });
});

test('a run goes on while another tab is in front', async ({ labPage, context }) => {
  await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const run = lab.train('transfer', options);
    Object.assign(window, { ended: run.then(({ metrics }) => metrics.loss) });
  }, small);
  const other = await context.newPage();
  await other.bringToFront();
  const loss = await labPage.evaluate(() => (window as unknown as { ended: Promise<number> }).ended);
  expect(loss).toBeGreaterThan(0);
});

test('a lab that is idle, and one that is paused, uses no processor time', async ({ labPage, browser }) => {
  test.setTimeout(120_000);
  const used = async () => {
    await wait(1); // what was under way, such as a collection of garbage
    const before = await processorTime(browser);
    await wait(10);
    return (await processorTime(browser)) - before;
  };
  const threads = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 2 });
    const { threads } = await lab.train('transfer', { ...options, epochs: 1 });
    Object.assign(window, { lab });
    return threads;
  }, small);
  expect(threads).toBe(2);
  const idle = await used();
  await labPage.evaluate(async (options) => {
    const { lab } = window as unknown as { lab: Awaited<ReturnType<typeof window.trainlab.createLab>> };
    const run = lab.train('transfer', { ...options, epochs: 50 });
    await new Promise<void>((resolve) => {
      run.on('progress', ({ step }) => step > 5 && run.pause());
      run.on('status', ({ state }) => state === 'paused' && resolve());
    });
    Object.assign(window, { run });
  }, small);
  const paused = await used();
  const stopped = await labPage.evaluate(async () => {
    const { run } = window as unknown as { run: { stop(): Promise<void> } & Promise<{ stopped: boolean }> };
    await run.stop();
    return (await run).stopped;
  });
  expect(stopped).toBe(true);
  // 1 % of ten seconds.
  expect(idle).toBeLessThan(0.1);
  expect(paused).toBeLessThan(0.1);
});
