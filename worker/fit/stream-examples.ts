// Batches of the page's own, pulled one ahead.
import type { Tensor } from '@tensorflow/tfjs-core';
import { InvalidOptionError } from '../../src/errors';
import type { PullBatch, WireBatch } from '../../src/fit-protocol';
import type { Examples } from '../training/examples';

/**
 * @param first the first batch, which was pulled already
 * @param steps batches of an epoch; until they end where absent
 * @param convert checks a batch
 */
export function streamExamples(
  pull: PullBatch,
  first: WireBatch,
  steps: number | undefined,
  convert: (batch: WireBatch) => Examples<Tensor[]>,
): Examples<Tensor[]> {
  let ahead: Promise<WireBatch | undefined> | undefined = Promise.resolve(first);
  const next = async () => {
    const batch = await (ahead ?? pull(true));
    ahead = undefined;
    return batch;
  };
  return {
    count: 0,
    stream: { steps },
    async load() {
      let batch = await next();
      if (!batch && steps !== undefined) batch = await next(); // an epoch goes on from the beginning
      if (!batch) {
        if (steps === undefined) return undefined;
        throw new InvalidOptionError(
          'data',
          'an iterable that gives its batches once',
          'one that can begin anew',
        );
      }
      ahead = pull(true);
      ahead.catch(() => {}); // whoever takes it hears of it
      return convert(batch);
    },
    batch(_, loaded) {
      const batch = loaded as Examples<Tensor[]>;
      return batch.batch(Uint32Array.from({ length: batch.count }, (_, i) => i));
    },
    end() {
      void pull(false).catch(() => {});
    },
  };
}
