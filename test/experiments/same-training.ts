// Trains one experiment in several labs, to compare what comes of it.
import type { Page } from '@playwright/test';
import { expect } from '../fixtures';

type ExperimentName = Parameters<Awaited<ReturnType<typeof window.trainlab.createLab>>['train']>[0];

interface Trained {
  metrics: Record<string, number>;
  /** Epoch by epoch. */
  history: Record<string, number>[];
}

const BACKENDS = ['cpu', 'wasm', 'webgpu'] as const;

function train(
  page: Page,
  name: ExperimentName,
  labs: { backends: (typeof BACKENDS)[number][]; threads?: number; seed: number }[],
  options: object,
): Promise<Trained[]> {
  return page.evaluate(
    async ([name, labs, options]) => {
      const trained = [];
      for (const { seed, ...labOptions } of labs) {
        const lab = await window.trainlab.createLab(labOptions);
        const { metrics, history } = await lab.train(name, { ...options, seed });
        trained.push({ metrics, history: history.map((epoch) => epoch.metrics) });
        lab.terminate();
      }
      return trained;
    },
    [name, labs, options] as const,
  );
}

/** One seed gives one history on WASM, bit for bit on one thread and on two; another seed, another. */
export async function expectSeedsToDecide(page: Page, name: ExperimentName, options: object): Promise<void> {
  const labs = [
    { threads: 1, seed: 7 },
    { threads: 2, seed: 7 },
    { threads: 1, seed: 8 },
  ].map((lab) => ({ backends: ['wasm' as const], ...lab }));
  const [first, same, other] = await train(page, name, labs, options);
  expect(same).toEqual(first);
  expect(other!.history).not.toEqual(first!.history);
}

/** WebGPU and WASM train what the CPU trains, each metric of each epoch within 0.0005. */
export async function expectSameCurve(page: Page, name: ExperimentName, options: object): Promise<Trained> {
  const labs = BACKENDS.map((backend) => ({ backends: [backend], seed: 3 }));
  const [cpu, ...others] = await train(page, name, labs, options);
  for (const [i, { metrics, history }] of others.entries()) {
    for (const [epoch, curve] of [metrics, ...history].entries()) {
      const reference = [cpu!.metrics, ...cpu!.history][epoch]!;
      expect(Object.keys(curve)).toEqual(Object.keys(reference));
      for (const [metric, value] of Object.entries(curve)) {
        expect(value, `${metric} on ${BACKENDS[i + 1]}`).toBeCloseTo(reference[metric]!, 3);
      }
    }
  }
  return cpu!;
}
