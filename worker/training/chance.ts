// Whether a network has learned anything: its accuracy against that of always giving the most frequent class.
import * as tf from '@tensorflow/tfjs-core';
import type { EpochRecord, Metrics } from '../../src/protocol';
import type { Examples } from './examples';

/** How often each class comes among examples. */
export interface Frequencies {
  examples: number;
  /** What always giving the most frequent class gets right, 0 to 1; with several answers an example, of each its own. */
  chance: number;
  /** How many classes come at all; with several answers an example, on average. */
  classes: number;
}

/** No more than so many examples are looked at. */
const LOOKED_AT = 1000;

/** Of examples whose classes are one-hot in y, [batch, ..., classes]; `undefined` of others. */
async function frequenciesOf(examples: Examples, batchSize: number): Promise<Frequencies | undefined> {
  // What is not in memory is not loaded again for this.
  if (examples.load || examples.stream || examples.count === 0) return undefined;
  const count = Math.min(examples.count, LOOKED_AT);
  const numbers = Uint32Array.from({ length: count }, (_, i) => Math.floor((i * examples.count) / count));
  let sums: tf.Tensor | undefined;
  for (let from = 0; from < count; from += batchSize) {
    const before: tf.Tensor | undefined = sums;
    sums = tf.tidy(() => {
      const { y } = examples.batch(numbers.subarray(from, from + batchSize));
      if (Array.isArray(y) || y.rank < 2 || y.shape.at(-1)! < 2) return undefined;
      const sum = tf.sum(y, 0);
      return before ? tf.add(before, sum) : sum;
    }) as tf.Tensor | undefined;
    before?.dispose();
    if (!sums) return undefined;
  }
  const told = tf.tidy(() => {
    const frequent = tf.mean(tf.max(sums!, -1));
    const seen = tf.sum(tf.cast(tf.greater(sums!, 0), 'float32'));
    return tf.stack([frequent, tf.div(seen, sums!.size / sums!.shape.at(-1)!)]);
  });
  const [frequent, classes] = await told.data();
  tf.dispose([sums!, told]);
  return { examples: examples.count, chance: frequent! / count, classes: classes! };
}

/** Whether an accuracy could as well be luck: less than two standard errors above chance. */
function isNoBetterThanChance(accuracy: number, { chance, examples }: Frequencies): boolean {
  return accuracy <= chance + 2 * Math.sqrt((chance * (1 - chance)) / examples);
}

/** What a training came to. */
interface Trained {
  phase: string;
  /** Of the epoch that the network is of. */
  metrics: Metrics;
  history: readonly EpochRecord[];
}

/**
 * A warning where the accuracy that counts, over the validation examples where there are any, is no better than chance:
 * what it is, the likely cause, and what to do.
 */
export async function chanceWarning(
  trained: Trained,
  { train, test }: { train: Examples; test: Examples },
  batchSize: number,
): Promise<string | undefined> {
  const validated = trained.metrics.valAccuracy !== undefined;
  const accuracy = trained.metrics[validated ? 'valAccuracy' : 'accuracy'];
  if (accuracy === undefined) return undefined;
  const judged = await frequenciesOf(validated ? test : train, batchSize);
  if (!judged || !isNoBetterThanChance(accuracy, judged)) return undefined;
  const learned = await frequenciesOf(train, batchSize);
  if (!learned) return undefined;
  const which = validated ? 'validation' : 'training';
  return (
    `${trained.phase}: ${percent(accuracy)} of the ${which} examples are right, no better than always giving ` +
    `the most frequent class (${percent(judged.chance)}). ${causeOf(trained, learned, judged)}`
  );
}

function causeOf({ history }: Trained, learned: Frequencies, judged: Frequencies): string {
  if (learned.chance === 1) return 'All training examples are of one class: give examples of at least two.';
  if (judged.chance === 1) return 'All validation examples are of one class: give some of each.';
  const [first, last] = [history[0]!.metrics, history.at(-1)!.metrics];
  if (!isNoBetterThanChance(last.accuracy!, learned)) {
    return 'On the training examples it does better: give more of them, or look whether the validation examples are labelled alike.';
  }
  const best = Math.max(...history.map(({ metrics }) => metrics.accuracy!));
  const fell = !isNoBetterThanChance(best, learned);
  const rose = history.length > 1 && last.loss! >= first.loss!;
  // Equal probabilities for all would cost log(classes): it is surer than that of what is wrong.
  const wild = last.loss! > 1.5 * Math.log(learned.classes);
  return fell || rose || wild
    ? 'The training came apart or never got going: the learning rate is probably too high. Try a tenth of it.'
    : 'The training has hardly begun: train for more epochs, or look whether the labels belong to the examples.';
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
