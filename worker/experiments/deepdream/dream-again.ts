import { dispose } from '@tensorflow/tfjs-core';
import { InvalidInputError, InvalidOptionError } from '../../../src/errors';
import type { PictureSource } from '../../../src/protocol';
import { checkPictureSource, readPicture } from '../../data/picture-source';
import type { Network } from '../../experiment';
import { macrotask } from '../../macrotask';
import { Random } from '../../training/random';
import { dream } from './dream';
import { reopenNetwork } from './network/open-network';
import { prepare } from './prepare';
import type { DeepdreamSettings } from './types';

/** Dreams on another picture with the settings of a run. */
export async function dreamAgain(
  model: Network,
  input: PictureSource,
  { hyperparameters, options, seed }: DeepdreamSettings,
): Promise<ImageData> {
  const original = await readInput(input);
  const network = reopenNetwork(model, options.range);
  const prepared = prepare(network, options);
  const random = new Random(seed).fork('dream');
  const dreaming = dream({ original, network, prepared, hyperparameters, random }, () => undefined);
  try {
    for (let next = await dreaming.next(); ; next = await dreaming.next()) {
      if (next.done) return next.value.image;
      if (next.value.type === 'step') dispose(next.value.metrics);
      await macrotask();
    }
  } finally {
    await dreaming.return(undefined as never);
    prepared.dispose();
  }
}

/** @throws InvalidInputError for what is no picture */
async function readInput(input: PictureSource) {
  try {
    const source = checkPictureSource(input, 'input');
    return await readPicture(source, 'input', new AbortController().signal);
  } catch (error) {
    if (error instanceof InvalidOptionError) throw new InvalidInputError(error.message);
    throw error;
  }
}
