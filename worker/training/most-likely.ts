// What a classifier says of one input, read back from the backend.
import type { Tensor } from '@tensorflow/tfjs-core';
import type { ClassProbabilities } from '../../src/protocol';

/**
 * Names the probabilities of the classes, and which is the likeliest.
 * @param output probabilities: [1, classes]; it is disposed
 */
export async function mostLikely<Label>(
  labels: readonly Label[],
  output: Tensor,
): Promise<ClassProbabilities<Label>> {
  const values = await output.data();
  output.dispose();
  const probabilities = labels.map((label, i) => ({ label, probability: values[i]! }));
  const { label } = probabilities.reduce((best, one) => (one.probability > best.probability ? one : best));
  return { label, probabilities };
}
