// The weights of a network's best epoch, kept beside those that go on changing.
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Metrics } from '../../src/protocol';
import { boolean } from '../declare';
import type { Part } from '../experiment';

/** The hyperparameter of every training that validates. */
export const restoreBestFlag = boolean(
  true,
  'Give the model the weights of its best epoch on the validation examples, not of the last',
);

/** Whether an epoch of these metrics is better than one of those. */
export type IsBetter = (metrics: Metrics, than: Metrics) => boolean;

/**
 * More of the validation examples right; where as many are, the lower loss. The loss alone would not do: it rises
 * with every mistake that the network grows surer of, while more and more is right.
 */
export const isBetterValidated: IsBetter = (metrics, than) =>
  metrics.valAccuracy === than.valAccuracy
    ? metrics.valLoss! < than.valLoss!
    : metrics.valAccuracy! > than.valAccuracy!;

type Values = Float32Array | Int32Array | Uint8Array;

interface BestState {
  best: { epoch: number; metrics: Metrics } | undefined;
  values: Values[];
}

export class BestWeights {
  readonly #network: LayersModel;
  readonly #isBetter: IsBetter;
  #kept: tf.Tensor[];
  #best: { epoch: number; metrics: Metrics } | undefined;

  /** Keeps the weights as they are now, too: so that from the first step on it holds as much memory as later. */
  constructor(network: LayersModel, isBetter: IsBetter = isBetterValidated) {
    this.#network = network;
    this.#isBetter = isBetter;
    this.#kept = clonesOf(network);
  }

  /** Keeps the network's weights if the epoch, counted from 1, is better than all before. */
  see(epoch: number, metrics: Metrics): void {
    if (this.#best && !this.#isBetter(metrics, this.#best.metrics)) return;
    this.#best = { epoch, metrics };
    tf.dispose(this.#kept);
    this.#kept = clonesOf(this.#network);
  }

  /** The best epoch that was seen; `undefined` before the first. */
  get epoch(): number | undefined {
    return this.#best?.epoch;
  }

  /** Gives the network the weights of the best epoch that was seen, if any. */
  restore(): void {
    if (!this.#best) return;
    for (const [i, weight] of this.#network.weights.entries()) weight.write(this.#kept[i]!);
  }

  /** What it keeps, for checkpoints. */
  get part(): Part<BestState> {
    return {
      save: async () => ({
        best: this.#best,
        values: await Promise.all(this.#kept.map(async (kept) => (await kept.data()).slice() as Values)),
      }),
      load: ({ best, values }) => {
        const before = this.#kept;
        this.#kept = before.map(({ shape, dtype }, i) => tf.keep(tf.tensor(values[i]!, shape, dtype)));
        tf.dispose(before);
        this.#best = best;
      },
    };
  }

  /** Gives back what it keeps; the network has its own. */
  dispose(): void {
    tf.dispose(this.#kept);
    this.#kept = [];
  }
}

/** They share the weights' memory until a step changes these: an optimizer writes a clone's data elsewhere. */
function clonesOf({ weights }: LayersModel): tf.Tensor[] {
  return weights.map((weight) => tf.keep(tf.clone(weight.read())));
}
