// Random sequences of calls on one lab: whatever is called when, every promise settles, and nothing is left behind.
import type { Lab, Model, Result, Run } from '../../src/index';
import { pick, randomOf } from './random.mjs';
import { NETWORK, POINTS } from './tasks';

export interface SequenceReport {
  calls: string[];
  /** What went otherwise than it may. */
  faults: string[];
}

/** What calls may be refused with here; anything else is a fault. */
const ALLOWED = ['StoppedError', 'AbortError', 'ModelDisposedError', 'TerminatedError'];

const unhandled: string[] = [];
addEventListener('unhandledrejection', ({ reason }) => unhandled.push(String(reason)));

let shared: Lab | undefined;

/** @param patience how long all of it may take, in milliseconds */
export async function sequence(seed: number, patience: number): Promise<SequenceReport> {
  const report: SequenceReport = { calls: [], faults: [] };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      report.faults.push(`hangs after ${report.calls.at(-1)}`);
      shared = undefined;
      resolve();
    }, patience);
  });
  await Promise.race([play(seed, report), late]);
  clearTimeout(timer);
  // A macrotask, in which the browser tells of rejections that nobody has taken.
  await new Promise((resolve) => setTimeout(resolve));
  for (const reason of unhandled.splice(0)) report.faults.push(`unhandled: ${reason}`);
  return report;
}

async function play(seed: number, { calls, faults }: SequenceReport): Promise<void> {
  const random = randomOf(seed);
  const open = () => window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
  shared ??= await open();
  const lab = shared;
  const before = await lab.memory();
  const runs: { run: Run; abort: AbortController }[] = [];
  const models: Model[] = [];
  const pending: Promise<unknown>[] = [];
  const saved = new Set<string>();
  let over = false;

  /** Awaited at the end. */
  const settle = (what: string, promise: Promise<unknown>) => {
    pending.push(
      promise.catch((error: Error) => {
        if (!ALLOWED.includes(error.name)) faults.push(`${what}: ${error.name}: ${error.message}`);
      }),
    );
  };
  const actions: Record<string, () => unknown> = {
    train() {
      const abort = new AbortController();
      const options = { epochs: 2 + Math.floor(random() * 3), batchSize: 8, seed: 1, signal: abort.signal };
      const run = lab.fit(NETWORK, POINTS, options as never) as unknown as Run;
      runs.push({ run, abort });
      settle(
        'train',
        run.then(({ model }: Result) => models.push(model)),
      );
    },
    pause: () => pick(random, runs)?.run.pause(),
    resume: () => pick(random, runs)?.run.resume(),
    stop() {
      const one = pick(random, runs);
      if (one) settle('stop', one.run.stop());
    },
    abort: () => pick(random, runs)?.abort.abort(),
    predict() {
      const model = pick(random, models);
      if (model) settle('predict', model.predict([[1, 0]]));
    },
    save() {
      const model = pick(random, models);
      const name = `sequence ${Math.floor(random() * 2)}`;
      if (!model) return;
      saved.add(name);
      settle('save', model.save(name, { overwrite: true }));
    },
    load() {
      const name = [...saved][0];
      if (name)
        settle(
          'load',
          Promise.all(pending)
            .then(() => lab.load(name))
            .then((model) => models.push(model as Model)),
        );
    },
    dispose() {
      const model = pick(random, models);
      if (model) settle('dispose', model.dispose());
    },
    wait: () => new Promise((resolve) => setTimeout(resolve, random() * 40)),
    terminate() {
      over = true;
      lab.terminate();
      shared = undefined;
    },
  };
  const often = ['train', 'train', 'pause', 'resume', 'resume', 'stop', 'abort', 'predict', 'predict'];
  const names = [...often, 'save', 'load', 'dispose', 'wait', 'wait', 'wait'];
  const last = random() < 0.1 ? 'terminate' : 'wait';
  for (let i = 0; i < 6 + Math.floor(random() * 10); i++) {
    const name = i === 0 ? 'train' : pick(random, names);
    calls.push(name);
    await actions[name]!();
  }
  calls.push(last);
  await actions[last]!();
  // What is paused would wait for good, as it should.
  for (const { run } of runs) run.resume();
  // More may come while these are awaited.
  for (let known = -1; known !== pending.length; ) {
    known = pending.length;
    await Promise.all(pending);
  }
  if (over) return;
  for (const model of models) await model.dispose();
  for (const name of saved) await lab.remove(name).catch(() => {});
  const after = await lab.memory();
  if (after.tensors !== before.tensors || after.bytes !== before.bytes) {
    faults.push(`left ${after.tensors - before.tensors} tensors, ${after.bytes - before.bytes} bytes`);
  }
}
