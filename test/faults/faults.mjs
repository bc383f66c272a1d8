// One fault at a time, at a moment that a seed decides, against one run in a browser: what it came to, and what may not
// be.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { BLANK_PAGE } from '../../scripts/serve.mjs';
import { serveCutting } from './cutting-server.mjs';

/** @typedef {import('./tasks').TaskName} TaskName */
/** @typedef {import('./faults.page')} InPage */
/** @typedef {{ fault: string, task: TaskName, seed: number }} Planned */
/**
 * @typedef {object} Ended
 * @property {string} fault
 * @property {TaskName} task
 * @property {number} seed
 * @property {boolean} ok whether it may end so
 * @property {boolean} hit whether the run was still going when the fault came
 * @property {string} outcome `right weights`, the class of an error, or what is wrong
 * @property {string} detail
 */

/** All of it: with a tiny run it is a matter of seconds, unless the machine is busy. */
const PATIENCE = 150_000;
const STALL = 1500;

export const TASKS = /** @type {const} */ ([
  ...['addition', 'antirectifier', 'acgan', 'cifar10', 'transfer', 'deepdream', 'fit'],
]);
/** Those whose data come by download here. */
const DOWNLOADING = /** @type {const} */ (['transfer', 'antirectifier', 'acgan']);
/** In software, the others take too long. */
const ON_GRAPHICS = /** @type {const} */ (['fit']);

/** @type {Record<string, { tasks: readonly TaskName[], backend?: 'webgpu', stallTimeout?: number, checkpoint?: boolean, inject: (at: Scene) => Promise<unknown>, allowed: string[] }>} */
export const FAULTS = {
  'worker killed': {
    tasks: TASKS,
    inject: ({ ask }) => ask('kill'),
    allowed: [],
  },
  'worker killed twice': {
    tasks: TASKS,
    async inject({ ask, wait, random }) {
      await ask('kill');
      await wait(random() * 3000);
      await ask('kill');
    },
    allowed: ['WorkerFailedError'],
  },
  'worker crashed': { tasks: TASKS, inject: ({ ask }) => ask('sabotage', 'crash'), allowed: [] },
  'worker stuck': {
    tasks: TASKS,
    stallTimeout: STALL,
    inject: ({ ask }) => ask('sabotage', 'stuck'),
    // A step that takes longer than this on a busy machine is taken for one, twice.
    allowed: ['WorkerFailedError'],
  },
  'WASM trap, heap overwritten': { tasks: TASKS, inject: ({ ask }) => ask('sabotage', 'trap'), allowed: [] },
  'memory exhausted': {
    tasks: TASKS,
    inject: ({ ask }) => ask('sabotage', 'memory'),
    allowed: ['OutOfMemoryError'],
  },
  'graphics device lost': {
    tasks: ON_GRAPHICS,
    backend: 'webgpu',
    inject: ({ ask }) => ask('sabotage', 'device'),
    allowed: [],
  },
  'quota full': { tasks: TASKS, checkpoint: true, inject: fillQuota, allowed: [] },
  'download cut': { tasks: DOWNLOADING, inject: async () => {}, allowed: ['DatasetError'] },
  'checkpoint corrupt': { tasks: TASKS, checkpoint: true, inject: corruptCheckpoint, allowed: [] },
  'page reloaded': { tasks: TASKS, checkpoint: true, inject: reload, allowed: [] },
  'page closed': { tasks: TASKS, checkpoint: true, inject: close, allowed: [] },
  'page frozen': {
    tasks: TASKS,
    stallTimeout: STALL,
    inject: freeze,
    allowed: [],
  },
};

/**
 * @typedef {object} Scene
 * @property {<K extends keyof InPage>(name: K, ...args: any[]) => Promise<any>} ask calls a function in the page
 * @property {(ms: number) => Promise<void>} wait
 * @property {() => number} random
 * @property {import('@playwright/test').Page} page
 * @property {import('@playwright/test').BrowserContext} context
 * @property {(page: import('@playwright/test').Page) => void} moveTo
 * @property {() => Promise<void>} open opens the lab in the page as it is now
 * @property {TaskName} task
 * @property {(detail: string) => void} note
 * @property {(fault: string) => void} blame
 */

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} origin serves the package, and this folder's bundle at `/test/faults/faults.page.js`
 */
export async function createFaults(browser, origin) {
  const saboteur = readFileSync(fileURLToPath(new URL('saboteur.js', import.meta.url)), 'utf8');
  const server = await serveCutting(digitFiles());
  /** @type {Map<string, { hash: number, history: string, values: number[], ms: number }>} */
  const references = new Map();

  /** @param {import('@playwright/test').Page} page */
  const enter = async (page) => {
    await page.goto(origin + BLANK_PAGE);
    await page.evaluate(async () => {
      const address = '/dist/index.js';
      window.trainlab = await import(address);
      const inside = '/test/faults/faults.page.js';
      Object.assign(window, { faults: await import(inside) });
    });
  };
  /**
   * @param {import('@playwright/test').Page} page
   * @param {string} name
   * @param {unknown[]} args
   */
  const call = (page, name, ...args) =>
    page.evaluate(
      ([name, args]) =>
        /** @type {any} */ (window).faults[/** @type {string} */ (name)](.../** @type {any} */ (args)),
      [name, args],
    );
  /** @param {string} fault @param {TaskName} task */
  const optionsOf = (fault, task) => {
    const { checkpoint } = FAULTS[fault];
    const files = { trainImages: 'a', trainLabels: 'b', testImages: 'c', testLabels: 'd' };
    const entries = Object.entries(files).map(([what, name]) => [what, `${server.origin}/${name}`]);
    return {
      ...(fault === 'download cut' && { data: Object.fromEntries(entries) }),
      ...(checkpoint && {
        checkpoint: { name: 'going on', every: task === 'fit' || task === 'addition' ? 5 : 2 },
      }),
    };
  };

  /** What the run comes to that nothing interrupts. @param {string} fault @param {TaskName} task */
  async function reference(fault, task) {
    const backend = FAULTS[fault].backend ?? 'wasm';
    const data = fault === 'download cut' ? 'downloaded' : 'own';
    const key = `${task} ${backend} ${data}`;
    const known = references.get(key);
    if (known) return known;
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      await enter(page);
      await call(page, 'openLab', { saboteur, backend });
      const { checkpoint: _, ...options } = optionsOf(fault, task);
      await call(page, 'start', task, options);
      const told = await call(page, 'outcome', PATIENCE);
      if (told?.hash === undefined) throw new Error(`${key}: ${JSON.stringify(told?.error ?? 'hangs')}`);
      references.set(key, told);
      return told;
    } finally {
      await context.close();
    }
  }

  /**
   * @param {Planned} planned
   * @param {() => number} random
   * @returns {Promise<Ended>}
   */
  async function run({ fault, task, seed }, random) {
    const { inject, allowed, backend = 'wasm', stallTimeout } = FAULTS[fault];
    const expected = await reference(fault, task);
    const setting = { saboteur, backend, stallTimeout };
    const context = await browser.newContext();
    /** @type {string[]} */
    const [notes, blames] = [[], []];
    const ended = { fault, task, seed, ok: false, hit: false, outcome: 'nothing', detail: '' };
    try {
      let page = await context.newPage();
      /** @type {Scene} */
      const scene = {
        ask: (name, ...args) => call(page, name, ...args),
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        ...{ random, context, task },
        get page() {
          return page;
        },
        moveTo(other) {
          page = other;
        },
        async open() {
          await enter(page);
          await call(page, 'openLab', setting);
        },
        note: (detail) => void notes.push(detail),
        blame: (what) => void blames.push(what),
      };
      await scene.open();
      const kept = await scene.ask('saveOne');
      if (fault === 'download cut') server.cut(Math.floor(random() * 8), random());
      const at = random();
      await scene.ask('start', task, optionsOf(fault, task));
      await scene.ask('moment', at * 0.9);
      ended.hit = fault === 'download cut' || !(await scene.ask('isOver'));
      await inject(scene);
      /** @type {import('./faults.page').Outcome | undefined} */
      const told = await scene.ask('outcome', PATIENCE);
      server.cut(0, 0);
      const after = await scene.ask('aftermath', setting, PATIENCE);
      ended.outcome = outcomeOf(told, expected, backend);
      const fine = ended.outcome === 'right weights' || allowed.includes(ended.outcome);
      if (!fine) blames.push(`ended in ${ended.outcome}: ${told?.error?.message ?? ''}`);
      if (!after) blames.push('the lab hangs');
      else blames.push(...faultsOf(after, kept));
      notes.push(told?.error?.message ?? '', ...(after?.warnings ?? []));
    } catch (error) {
      blames.push(`the suite broke off: ${/** @type {Error} */ (error).message}`);
    } finally {
      server.cut(0, 0);
      await context.close();
    }
    ended.ok = blames.length === 0;
    ended.detail = [...blames, ...notes].filter(Boolean).join(' | ');
    return ended;
  }

  return { run, close: () => server.close() };
}

/**
 * @param {import('./faults.page').Outcome | undefined} told
 * @param {{ hash: number, history: string, values: number[] }} expected
 * @param {string} backend
 */
function outcomeOf(told, expected, backend) {
  if (!told) return 'hangs';
  if (told.error) return told.error.typed ? told.error.name : `untyped ${told.error.name}`;
  if (told.hash === expected.hash) {
    return told.history === expected.history ? 'right weights' : 'another history';
  }
  if (backend === 'wasm') return 'wrong weights';
  // Graphics processors add up in no fixed order.
  const { values } = expected;
  const near = values.every((value, i) => Math.abs(value - told.values[i]) <= 1e-3 + 1e-2 * Math.abs(value));
  return near && told.values.length === values.length ? 'right weights' : 'wrong weights';
}

/**
 * @param {import('./faults.page').Aftermath} after
 * @param {number} kept
 */
function faultsOf({ kept: now, left, unhandled }, kept) {
  return [
    ...(now === kept ? [] : [`the saved model is another one: ${JSON.stringify(now)}`]),
    ...(left && (left.tensors !== 0 || left.bytes !== 0)
      ? [`${left.tensors} tensors and ${left.bytes} bytes are left`]
      : []),
    ...unhandled.map((reason) => `unhandled: ${reason}`),
  ];
}

/** @param {Scene} scene */
async function fillQuota({ ask, page, context, wait, random, blame, note }) {
  const session = await context.newCDPSession(page);
  const origin = new URL(page.url()).origin;
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: Math.floor(random() * 20_000) });
  await wait(random() * 300);
  const error = await ask('saveWithoutRoom');
  if (error?.name !== 'StorageError') blame(`a save without room: ${JSON.stringify(error ?? 'resolved')}`);
  else note(`save: StorageError ${error.reason}`);
  await session.send('Storage.overrideQuotaForOrigin', { origin });
}

/** @param {Scene} scene */
async function corruptCheckpoint({ ask, open, task, random, page, blame, note }) {
  await ask('endLab');
  await open();
  if (!(await ask('hasCheckpoint'))) {
    note('there was none yet');
    await ask('start', task);
    return;
  }
  const regions = await page.evaluate(() => /** @type {any} */ (window).faults.REGIONS);
  const region = regions[Math.floor(random() * regions.length)];
  await ask('corrupt', region, random());
  await ask('startAgain', task);
  const told = await ask('outcome', PATIENCE);
  const reason = region === 'newer' ? 'newer' : 'corrupt';
  note(`${region}: ${told?.error?.name} ${told?.error?.reason}`);
  if (told?.error?.name !== 'CheckpointError' || told.error.reason !== reason) {
    blame(`${region} is taken for ${JSON.stringify(told ?? 'nothing: it hangs').slice(0, 300)}`);
  }
  if (!(await ask('isKept'))) blame('the checkpoint was not kept');
  await ask('mend');
  await ask('startAgain', task);
}

/** @param {Scene} scene */
async function reload(scene) {
  await scene.page.reload();
  await afterwards(scene);
}

/** @param {Scene} scene */
async function close(scene) {
  const other = await scene.context.newPage();
  await scene.page.close();
  scene.moveTo(other);
  await afterwards(scene);
}

/** Goes on from the checkpoint, or begins anew where there is none yet. @param {Scene} scene */
async function afterwards({ open, ask, task, note }) {
  await open();
  const found = await ask('hasCheckpoint');
  note(found ? 'went on from a checkpoint' : 'there was no checkpoint yet');
  if (found) await ask('startAgain', task);
  else await ask('start', task);
}

/** @param {Scene} scene */
async function freeze({ page, context, wait, random }) {
  const session = await context.newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await wait(1000 + random() * 9000);
  await session.send('Page.setWebLifecycleState', { state: 'active' });
}

/** Digits as MNIST's files are: stripes, which is enough to train on. */
function digitFiles() {
  /** @param {number} count */
  const images = (count) => idx([count, 28, 28], (i) => (i * 7 + (i >> 5) * 13) % 256);
  /** @param {number} count */
  const labels = (count) => idx([count], (i) => i % 10);
  return { a: images(300), b: labels(300), c: images(100), d: labels(100) };
}

/**
 * @param {number[]} shape
 * @param {(i: number) => number} greyOf
 */
function idx(shape, greyOf) {
  const count = shape.reduce((product, size) => product * size, 1);
  const bytes = new Uint8Array(4 + 4 * shape.length + count);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x800 | shape.length);
  for (const [i, size] of shape.entries()) view.setUint32(4 + 4 * i, size);
  for (let i = 0; i < count; i++) bytes[4 + 4 * shape.length + i] = greyOf(i);
  return new Uint8Array(gzipSync(bytes));
}
