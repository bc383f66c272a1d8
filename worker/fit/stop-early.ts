// When a training ends before its last epoch, and which epoch counts as its best.
import { InvalidOptionError } from '../../src/errors';
import type { Metrics } from '../../src/protocol';
import type { IsBetter } from '../training/best-weights';
import { metricName, validated } from '../training/metric-name';
import type { Goal } from './objectives';
import type { ReadOptions } from './read-options';

export interface Stop {
  /** Sees the metrics of each epoch. @returns whether it was the last one */
  ends(metrics: Metrics): boolean;
  restoreBest: boolean;
  isBetter: IsBetter | undefined;
}

/** @throws InvalidOptionError for a metric that the training does not have */
export function readStop(
  { stopEarly, restoreBest = true }: Pick<ReadOptions, 'stopEarly' | 'restoreBest'>,
  goals: readonly Goal[],
  validates: boolean,
): Stop {
  const rising = risingOf(goals, validates);
  const standard = validates && rising.has('valAccuracy') ? 'valAccuracy' : 'valLoss';
  if (!stopEarly) {
    return {
      ends: () => false,
      restoreBest: restoreBest && validates,
      // By accuracy, and then by loss, unless there is none.
      isBetter:
        !validates || standard === 'valAccuracy' ? undefined : (now, than) => now.valLoss! < than.valLoss!,
    };
  }
  const { monitor = validates ? 'valLoss' : 'loss', patience = 0, minDelta = 0 } = stopEarly;
  const rises = rising.get(monitor);
  if (rises === undefined) {
    throw new InvalidOptionError('stopEarly.monitor', monitor, `one of ${[...rising.keys()].join(', ')}`);
  }
  const isBetter: IsBetter = (now, than) =>
    rises ? now[monitor]! > than[monitor]! + minDelta : now[monitor]! < than[monitor]! - minDelta;
  let best: Metrics | undefined;
  let waited = 0;
  return {
    ends(metrics) {
      if (best && !isBetter(metrics, best)) return ++waited > patience;
      best = metrics;
      waited = 0;
      return false;
    },
    restoreBest: stopEarly.restoreBest ?? (restoreBest && validates),
    isBetter,
  };
}

/** The names of all metrics, and whether each should rise. */
function risingOf(goals: readonly Goal[], validates: boolean): Map<string, boolean> {
  const all = new Map<string, boolean>([['loss', false]]);
  for (const { name, measures } of goals) {
    if (name !== undefined) all.set(metricName(name, 'loss'), false);
    for (const { name: metric, rises } of measures) all.set(metricName(name, metric), rises);
  }
  if (validates) for (const [name, rises] of [...all]) all.set(validated(name), rises);
  return all;
}
