// The option `wakeLock`: the screen is kept awake while runs train, and no longer.
import { expect, test } from '../fixtures';

const small = { epochs: 1, examples: 100, batchSize: 10, seed: 1 };

/** A browser that tells what it is asked; headless ones refuse the real thing. */
const HEAR = () => {
  const heard: string[] = [];
  let hidden = false;
  const sentinels: { released: boolean }[] = [];
  const request = async (type: string) => {
    heard.push(`request ${type}`);
    const sentinel = {
      released: false,
      async release() {
        heard.push('release');
        sentinel.released = true;
      },
    };
    sentinels.push(sentinel);
    return sentinel;
  };
  Object.defineProperty(navigator, 'wakeLock', { value: { request }, configurable: true });
  Object.defineProperty(document, 'hidden', { get: () => hidden, configurable: true });
  const show = (shown: boolean) => {
    hidden = !shown;
    // As browsers do.
    if (hidden) for (const sentinel of sentinels) sentinel.released = true;
    document.dispatchEvent(new Event('visibilitychange'));
  };
  Object.assign(window, { screenLock: { heard, show } });
};

type Heard = { screenLock: { heard: string[]; show(shown: boolean): void } };

test('held while runs train, taken again when the page is seen again, let go at the end', async ({
  labPage,
}) => {
  await labPage.evaluate(HEAR);
  const outcome = await labPage.evaluate(async (options) => {
    const { heard, show } = (window as unknown as Heard).screenLock;
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1, wakeLock: true });
    const idle = [...heard];
    const runs = [lab.train('transfer', options), lab.train('transfer', options)];
    await new Promise<void>((resolve) => runs[0]!.on('progress', () => resolve()));
    show(false);
    show(true);
    await Promise.all(runs);
    await new Promise((resolve) => setTimeout(resolve));
    const ended = [...heard];
    show(false);
    show(true);
    const aborted = new AbortController();
    const run = lab.train('transfer', { ...options, epochs: 100, signal: aborted.signal });
    run.on('progress', () => aborted.abort());
    await run.catch(() => {});
    await new Promise((resolve) => setTimeout(resolve));
    return { idle, ended, all: heard };
  }, small);
  const once = ['request screen', 'request screen', 'release'];
  expect(outcome).toEqual({ idle: [], ended: once, all: [...once, 'request screen', 'release'] });
});

test('not asked for where the option is absent, and no error where the browser has none or refuses', async ({
  labPage,
}) => {
  await labPage.evaluate(HEAR);
  const outcome = await labPage.evaluate(async (options) => {
    const { createLab } = window.trainlab;
    const { heard } = (window as unknown as Heard).screenLock;
    const start = { backends: ['wasm' as const], threads: 1 };
    const losses = [(await (await createLab(start)).train('transfer', options)).metrics.loss];
    const lab = await createLab({ ...start, wakeLock: true });
    const refuse = { request: () => Promise.reject(new DOMException('low battery', 'NotAllowedError')) };
    for (const value of [undefined, refuse]) {
      Object.defineProperty(navigator, 'wakeLock', { value, configurable: true });
      losses.push((await lab.train('transfer', options)).metrics.loss);
    }
    const refused = await createLab({ wakeLock: 'yes' as never }).catch((error) => error.message);
    return { heard, losses: new Set(losses).size, refused };
  }, small);
  expect(outcome).toMatchObject({ heard: [], losses: 1 });
  expect(outcome.refused).toContain('wakeLock');
});
