// How many sums of the validation set are right, by the length of their numbers: a share of characters does not tell.
import * as tf from '@tensorflow/tfjs-core';
import type { AdditionLength, Question } from './questions';

/** Which rows of a validation are right in every character, gathered on the backend and read back once. */
export class Answered {
  #right = tf.tensor1d([], 'int32');

  /** @param y one-hot characters and `p` probabilities, both [batch, length, 12] */
  add(y: tf.Tensor, p: tf.Tensor): void {
    const before = this.#right;
    this.#right = tf.tidy(() => {
      const right = tf.all(tf.equal(tf.argMax(y, -1), tf.argMax(p, -1)), -1);
      return tf.keep(tf.concat([before, tf.cast(right, 'int32') as tf.Tensor1D]));
    });
    before.dispose();
  }

  /** One number for each row since the last time: 1 where it is right. */
  async read(): Promise<number[]> {
    const right = [...(await this.#right.data())];
    this.dispose();
    this.#right = tf.tensor1d([], 'int32');
    return right;
  }

  dispose(): void {
    this.#right.dispose();
  }
}

/**
 * @param right one number for each question: 1 where it was answered right; some were asked more than once
 * @param singleUnseen whether sums of two single digits were held back from training
 */
export function rightByLength(
  questions: readonly Question[],
  right: readonly number[],
  singleUnseen: boolean,
): AdditionLength[] {
  const byLength = new Map<number, Map<string, number>>();
  for (const [i, { question }] of questions.entries()) {
    const digits = Math.max(...question.split('+').map(({ length }) => length));
    const answers = byLength.get(digits) ?? new Map<string, number>();
    byLength.set(digits, answers.set(question, right[i]!));
  }
  return [...byLength]
    .sort(([one], [other]) => one - other)
    .map(([digits, answers]) => ({
      digits,
      sums: answers.size,
      right: [...answers.values()].filter((answer) => answer === 1).length,
      unseen: digits > 1 || singleUnseen,
    }));
}
