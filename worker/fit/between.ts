// A training whose page wants to be heard between its steps: it waits there, as `model.fit` does for its callbacks.
import type { Optimizer } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Between, Moment } from '../../src/fit-protocol';
import type { Metrics } from '../../src/protocol';
import type { ExperimentEvent, Reading } from '../experiment';
import { readWeights } from '../network/weights';
import { setLearningRate } from '../training/schedule';

export interface Waiting {
  between: Between;
  /** Which moments it wants to be told of, besides the beginning. */
  moments: readonly Moment['type'][];
  /** Ends the run as its page's `stop` does. */
  stop(): void;
}

/** The same training; the page hears of an event before whoever pulls it, so that nothing follows where it stops. */
export async function* withPageBetween<Result>(
  training: AsyncGenerator<ExperimentEvent<never>, Result, void>,
  { between, moments, stop }: Waiting,
  { network, optimizer }: { network: LayersModel; optimizer: Optimizer },
): AsyncGenerator<ExperimentEvent<never>, Result, void> {
  const tell = async (moment: Moment): Promise<void> => {
    const { learningRate, stop: ends } = await between(moment);
    if (learningRate !== undefined) setLearningRate(optimizer, learningRate);
    if (ends) stop();
  };
  try {
    while (true) {
      const { done, value } = await training.next();
      if (done) return value;
      if (value.type === 'phase') await tell({ type: 'begin' });
      if (value.type === 'step' && moments.includes('batch')) {
        const { epoch, batch, batches } = value;
        await tell({ type: 'batch', epoch, batch, batches, metrics: await read(value.metrics) });
      }
      if (value.type === 'epoch' && moments.includes('epoch')) {
        const { epoch, metrics } = value;
        await tell({ type: 'epoch', epoch, metrics, weights: await readWeights(network) });
      }
      yield value;
    }
  } finally {
    await training.return(undefined as never);
  }
}

async function read(metrics: Record<string, Reading>): Promise<Metrics> {
  const entries = Object.entries(metrics).map(
    async ([name, reading]) => [name, (await reading.data())[0] ?? Number.NaN] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
