// When a training ends before its last epoch, and which weights it ends with.
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InvalidOptionError } from '../../src/errors';
import type { StopEarly } from '../../src/fit-protocol';
import type { Metrics } from '../../src/protocol';
import { metricName, validated } from '../training/metric-name';
import type { Goal } from './objectives';

export interface Stop {
  /** Sees the metrics of each epoch. @returns whether it was the last one */
  ends(metrics: Metrics, epoch: number): boolean;
  /** Gives the network the weights of the best epoch, if it was asked to. @returns that epoch */
  restore(): number | undefined;
  dispose(): void;
}

/** @throws InvalidOptionError for a metric that the training does not have */
export function readStop(
  options: StopEarly | undefined,
  network: LayersModel,
  goals: readonly Goal[],
  validates: boolean,
): Stop {
  if (!options) return { ends: () => false, restore: () => undefined, dispose() {} };
  const {
    monitor = validates ? 'valLoss' : 'loss',
    patience = 0,
    restoreBest = false,
    minDelta = 0,
  } = options;
  const rises = risingOf(goals, validates).get(monitor);
  if (rises === undefined) {
    const known = [...risingOf(goals, validates).keys()].join(', ');
    throw new InvalidOptionError('stopEarly.monitor', monitor, `one of ${known}`);
  }
  let best: number | undefined;
  let bestEpoch: number | undefined;
  let waited = 0;
  let kept: Tensor[] = [];
  const dispose = () => {
    for (const tensor of kept) tensor.dispose();
    kept = [];
  };
  return {
    ends(metrics, epoch) {
      const value = metrics[monitor]!;
      const better = best === undefined || (rises ? value > best + minDelta : value < best - minDelta);
      if (!better) return ++waited > patience;
      best = value;
      bestEpoch = epoch;
      waited = 0;
      if (restoreBest) {
        dispose();
        // They share the weights' memory until these change.
        kept = network.weights.map((weight) => weight.read().clone());
      }
      return false;
    },
    restore() {
      if (!restoreBest || kept.length === 0) return undefined;
      for (const [i, weight] of network.weights.entries()) (weight.read() as Variable).assign(kept[i]!);
      dispose();
      return bestEpoch;
    },
    dispose,
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
