// Which class is taken for which.
import * as tf from '@tensorflow/tfjs-core';

/** Counts which class was taken for which, on the backend, read back once. */
export class ConfusionMatrix {
  #counts: tf.Tensor | undefined;

  constructor(readonly classes: number) {}

  /**
   * Counts a batch; leaves its tensors to the caller.
   * @param y one-hot classes and `p` probabilities, both [batch, classes]
   */
  add(y: tf.Tensor, p: tf.Tensor): void {
    const previous = this.#counts;
    // Kept, since the caller may be inside a tidy of its own.
    this.#counts = tf.keep(
      tf.tidy(() => {
        const guesses = tf.cast(tf.oneHot(tf.argMax(p, -1), this.classes), 'float32');
        const counts = tf.matMul(y as tf.Tensor2D, guesses as tf.Tensor2D, true); // [classes, classes]
        return previous ? tf.add(previous, counts) : counts;
      }),
    );
    previous?.dispose();
  }

  /** Reads the counts, a row for each true class and a column for each guess, and starts again. */
  async read(): Promise<number[][]> {
    const counts = [...((await this.#counts?.data()) ?? [])];
    this.dispose();
    return Array.from({ length: this.classes }, (_, row) =>
      Array.from({ length: this.classes }, (_, column) => counts[row * this.classes + column] ?? 0),
    );
  }

  dispose(): void {
    this.#counts?.dispose();
    this.#counts = undefined;
  }
}
