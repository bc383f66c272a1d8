// What deep dream asks of a network, whatever format it came in.
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { NetworkLayer } from '../../../../src/protocol';
import type { Network } from '../../../experiment';
import type { Range } from '../types';

export interface PictureNetwork {
  /** What to call it. */
  name: string;
  network: Network;
  /** Of its input: 1 for grey, 3 for colour. */
  channels: number;
  range: Range;
  /** Number of single weights. */
  parameters: number;
  /** Those that can be dreamt on, in their order. */
  layers: readonly NetworkLayer[];
  /**
   * The network up to some of its layers. Of a classifier's last layer it gives the logits, before softmax:
   * their gradient does not vanish.
   */
  features(names: readonly string[]): PictureFeatures;
}

export interface PictureFeatures {
  /** [height, width] that the picture must have; `undefined`: any. */
  size: readonly [number, number] | undefined;
  /**
   * Can be differentiated by the picture; to be called inside a tidy.
   * @param picture [1, height, width, channels]
   * @returns an output for each name
   * @throws what TensorFlow.js throws for a picture too small
   */
  apply(picture: Tensor4D): Tensor[];
  /** Gives back what it made of the network's weights; the network stays. */
  dispose(): void;
}
