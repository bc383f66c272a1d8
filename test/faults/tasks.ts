// What is trained while faults come: all six experiments, and a network of the page's own, as small as they go.
import type { Lab, Result, Run } from '../../src/index';

export const EXPERIMENTS = {
  addition: { digits: 1, questions: 120, hiddenSize: 8, epochs: 4, batchSize: 8 },
  antirectifier: { examples: 120, hiddenSize: 8, epochs: 4, batchSize: 10 },
  acgan: { examples: 40, epochs: 2, batchSize: 10, latentSize: 8, width: 0.05 },
  cifar10: { examples: 40, epochs: 3, batchSize: 10 },
  transfer: { examples: 120, epochs: 3, batchSize: 10 },
  deepdream: { octaves: 2, steps: 4, maxSize: 96, jitter: 8 },
} as const;

export type TaskName = keyof typeof EXPERIMENTS | 'fit';
export type Options = Record<string, unknown>;

const count = 96;

/** Points of a plane: whether they lie in a ring. */
export const POINTS = {
  x: Array.from({ length: count }, (_, i) => [Math.cos(i) * (1 + (i % 3)), Math.sin(i) * (1 + (i % 3))]),
  y: Array.from({ length: count }, (_, i) => (i % 3 === 1 ? 1 : 0)),
};

export const NETWORK = [
  { type: 'dense', units: 12, activation: 'relu', inputShape: [2] },
  { type: 'dropout', rate: 0.1 },
  { type: 'dense', units: 2, activation: 'softmax' },
];

/** @param options over the task's own */
export function begin(lab: Lab, task: TaskName, options: Options = {}): Run {
  if (task === 'fit') {
    return lab.fit(NETWORK, POINTS, {
      epochs: 8,
      batchSize: 8,
      seed: 7,
      ...options,
    } as never) as unknown as Run;
  }
  return lab.train(task, { ...EXPERIMENTS[task], seed: 7, ...options } as never) as unknown as Run;
}

/** Goes on from the checkpoint of this name. */
export const goOn = (lab: Lab, task: TaskName, name: string): Run =>
  lab.resume(name, task === 'fit' ? { network: NETWORK, data: POINTS } : {});

export interface Told {
  /** Of all bits of the weights; of the picture, where that is what was made. */
  hash: number;
  /** The metrics of every epoch. */
  history: string;
  /** All weights, where asked for. */
  values: number[];
}

export async function tell({ model, history, output }: Result): Promise<Told> {
  const image = (output as { image?: ImageData } | undefined)?.image;
  const values = image
    ? [...image.data]
    : (await model.weights()).flatMap(({ data }) => [...(data as Float32Array)]);
  const told = history.map(({ phase, epoch, metrics }) => ({ phase, epoch, metrics }));
  return { hash: hashOf(values), history: JSON.stringify(told), values };
}

export function hashOf(values: readonly number[]): number {
  let hash = values.length;
  for (const bits of new Uint32Array(Float32Array.from(values).buffer))
    hash = (Math.imul(hash, 31) + bits) | 0;
  return hash;
}
