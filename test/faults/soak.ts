// One lab for very long: many runs, and one of many steps.
import type { Lab } from '../../src/index';
import { NETWORK, POINTS } from './tasks';

export interface SoakSample {
  /** Runs or steps that are done. */
  done: number;
  tensors: number;
  bytes: number;
  /** Models and other things that another worker would be told of. */
  workers: number;
}

let lab: Promise<Lab> | undefined;
let workers = 0;
const { Worker: Original } = globalThis;
globalThis.Worker = class extends Original {
  constructor(...args: ConstructorParameters<typeof Original>) {
    super(...args);
    workers += 1;
  }
};

const theLab = (): Promise<Lab> => {
  lab ??= window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
  return lab;
};

async function sampleAt(done: number): Promise<SoakSample> {
  const { tensors, bytes } = await (await theLab()).memory();
  return { done, tensors, bytes, workers };
}

/** So many runs, one after the other, each listened to, predicted with and disposed. */
export async function soakRuns(from: number, count: number): Promise<SoakSample> {
  const lab = await theLab();
  for (let i = 0; i < count; i++) {
    const run = lab.fit(NETWORK, POINTS, { epochs: 1, batchSize: 16, seed: 1 });
    run.on('epoch', () => {});
    const { model } = await run;
    await model.predict([[1, 0]]);
    await model.dispose();
  }
  return sampleAt(from + count);
}

/** One run of so many steps. @returns what was held at every tenth of it, while it went on */
export async function soakSteps(steps: number): Promise<SoakSample[]> {
  const lab = await theLab();
  const perEpoch = POINTS.x.length / 8;
  const epochs = Math.ceil(steps / perEpoch);
  const samples: Promise<SoakSample>[] = [];
  const run = lab.fit(NETWORK, POINTS, { epochs, batchSize: 8, seed: 1 });
  run.on('epoch', ({ epoch }) => {
    if (epoch % Math.ceil(epochs / 10) === 0) samples.push(sampleAt(epoch * perEpoch));
  });
  const { model } = await run;
  await model.dispose();
  return Promise.all(samples);
}
