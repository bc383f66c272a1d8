import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InvalidOptionError } from '../../../src/errors';
import type { FileSource } from '../../../src/protocol';

interface Options {
  weights: FileSource;
  signal: AbortSignal;
  onProgress?(fraction: number, message: string): void;
}

/** InceptionV3 without its top, with Keras' own weights. */
export async function loadInceptionV3(_: Options): Promise<LayersModel> {
  throw new InvalidOptionError('network', 'inception-v3', 'another network: this one is not there yet');
}
