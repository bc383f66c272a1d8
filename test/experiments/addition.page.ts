// What the tests of addition look at from inside: the network's layers, how texts are written, what is asked.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { open } from '../../worker/backend/cpu';
import { decode, encode, encodeQuestions, vocabulary } from '../../worker/experiments/addition/encoding';
import { buildNetwork } from '../../worker/experiments/addition/network';
import { ask, bothWays, drawSums, EvenLengths } from '../../worker/experiments/addition/questions';
import { Random } from '../../worker/training/random';
import { layerShapes } from './shapes';

export async function shapes(decoderLayers: number) {
  await open({ backends: ['cpu'] });
  await tf.setBackend('cpu');
  const sizes = { digits: 3, hiddenSize: 128, decoderLayers, inverted: true };
  const network = buildNetwork(sizes, new Random(1));
  return {
    input: network.inputs[0]!.shape.slice(1),
    layers: layerShapes(network),
    parameters: network.countParams(),
    recurrentActivations: network.layers.flatMap((layer) => layer.getConfig().recurrentActivation ?? []),
  };
}

/** What the network reads of each question, as text again. */
export function read(questions: string[], digits: number, inverted: boolean): string[] {
  const rows = encodeQuestions(questions, { digits, inverted });
  const length = 2 * digits + 1;
  return questions.map((_, i) =>
    Array.from({ length }, (_, j) => {
      const at = (i * length + j) * vocabulary.length;
      return vocabulary[rows.subarray(at, at + vocabulary.length).indexOf(1)];
    }).join(''),
  );
}

/** Texts, written one-hot and read again. */
export const thereAndBack = (texts: string[], length: number) => decode(encode(texts, length), length);

/** Sums to train on, those held back, and those of single digits that are not. */
export function sums(count: number, digits: number, seed: number) {
  const { train, held, single } = drawSums(count, digits, 0.1, new Random(seed));
  return {
    train: train.map((pair) => ask(pair)),
    held: held.map((pair) => ask(pair)),
    single: single.length,
  };
}

/** The questions of some epochs of so many each, of all sums of two digits but the held ones. */
export function epochs(count: number, size: number, epochs: number) {
  const questions = bothWays(drawSums(count, 2, 0.1, new Random(1)).train);
  const even = new EvenLengths(questions, new Random(2));
  return Array.from({ length: epochs }, () =>
    Array.from(even.permutation(size), (number) => questions[number]!.question),
  );
}
