// The sequence-to-sequence network of Keras' addition_rnn.
import { tidy } from '@tensorflow/tfjs-core';
import { type LayersModel, layers, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import type { Random } from '../../training/random';
import { seededLayers } from '../../training/seeded-layers';

export interface AdditionNetworkOptions {
  digits: number;
  hiddenSize: number;
  decoderLayers: number;
  /** Only told to the network's name, from which `codingOf` takes it when the network is used. */
  inverted: boolean;
}

const INVERTED = 'addition_inverted';
const CHARACTERS = 12;

/** The shapes are those of 3 digits and 128 units. */
export function buildNetwork(
  { digits, hiddenSize, decoderLayers, inverted }: AdditionNetworkOptions,
  random: Random,
): LayersModel {
  const { dense, lstm } = seededLayers(random);
  const memory = { units: hiddenSize, recurrentActivation: 'hardSigmoid', unitForgetBias: true } as const;
  const network: Sequential = sequential({ name: inverted ? INVERTED : 'addition' });
  // tfjs-layers leaves tensors behind when it initializes a forget bias.
  tidy(() => {
    network.add(lstm({ inputShape: [2 * digits + 1, CHARACTERS], ...memory })); // [batch, 7, 12] to [batch, 128]
    network.add(layers.repeatVector({ n: digits + 1 })); // [batch, 4, 128]
    for (let i = 0; i < decoderLayers; i++) network.add(lstm({ returnSequences: true, ...memory })); // [batch, 4, 128]
    network.add(dense({ units: CHARACTERS, activation: 'softmax' })); // [batch, 4, 12]
  });
  return network;
}

/** How a network's questions are written. */
export function codingOf(network: LayersModel): { digits: number; inverted: boolean } {
  const [, length] = network.outputs[0]!.shape;
  return { digits: length! - 1, inverted: network.name === INVERTED };
}
