// A network dreams: the picture changes so that what its layers see in it grows. After Keras' deep_dream
// (Mordvintsev, Olah and Tyka, "Inceptionism", 2015).
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InvalidInputError, InvalidOptionError } from '../../../src/errors';
import type { DatasetInfo, PictureSource, Pixels } from '../../../src/protocol';
import { whileLoading } from '../../data/loading';
import { checkPictureSource, readPicture } from '../../data/picture-source';
import { experiment, type KeptNetwork, type Network } from '../../experiment';
import { fingerprint, identityPart } from '../../training/parts';
import { Random } from '../../training/random';
import { type Dreamt, dream } from './dream';
import { drawLandscape } from './landscape/draw-landscape';
import { inspectNetwork, openNetwork, reopenNetwork, restoreNetwork } from './network/open-network';
import {
  checkTogether,
  chosen,
  type DeepdreamHyperparameters,
  type DeepdreamOptions,
  hyperparameters,
  options,
  presets,
} from './options';
import { pictureTensor } from './pixels';
import { prepare } from './prepare';
import type { DeepdreamOutput, Range } from './types';

const LANDSCAPE_WIDTH = 480;
const LANDSCAPE_HEIGHT = 320;

/** What a model's `predict` dreams with: the settings of the run. */
export interface DeepdreamSettings {
  hyperparameters: DeepdreamHyperparameters;
  options: Pick<DeepdreamOptions, 'layers' | 'objective' | 'range'> & { guide?: Pixels };
  seed: number;
  /** What the network was called, and what black and white are to it. */
  network: { name: string; range: Range };
}

export const deepdream = experiment({
  title: 'Deep dream',
  description:
    'A network that has learned to see looks at a picture, and the picture is changed so that it sees more of what it knows: patterns, eyes, buildings.',
  hyperparameters,
  presets,
  metrics: { loss: { kind: 'loss' }, steps: { kind: 'count' } },
  options,
  unit: 'octave',
  output: 'picture',
  inspect: inspectNetwork,

  async *train(given, { seed, random, data, signal, backend, networkOf, options: wanted, own, keep }) {
    checkTogether(wanted, data);
    const h = chosen(given, backend);
    const original = await originalPicture(wanted.image, { random: random.fork('picture'), signal });
    const guide = wanted.guide === undefined ? undefined : await readPicture(wanted.guide, 'guide', signal);

    const { layers, objective, range } = wanted;
    const targets = objective ? [objective.layer] : layers && Object.keys(layers);
    const shared = wanted.network !== undefined && 'labModel' in wanted.network;
    const network = yield* whileLoading('Loading the network', async (onProgress) => {
      const opened = await openNetwork(wanted.network, { networkOf, range, targets, signal, onProgress });
      if (!shared) own(opened.network);
      return opened;
    });
    const prepared = own(prepare(network, { layers, objective, guide }));
    const told = { layers: prepared.layers, network: network.name };
    const settings: DeepdreamSettings = {
      hyperparameters: h,
      options: { layers: objective ? undefined : prepared.layers, objective, guide, range },
      seed,
      network: { name: network.name, range: network.range },
    };
    keep(
      'picture',
      identityPart('the picture', () => fingerprint(original.data)),
    );
    const outcome = ({ image, octaves }: Pick<Dreamt, 'image' | 'octaves'>) => {
      const output: DeepdreamOutput = { image, octaves, ...told };
      return { network: network.network, dataset: original.info, output, settings };
    };
    const dreamt = yield* dream(
      { original, network, prepared, hyperparameters: h, random: random.fork('dream'), keep },
      outcome,
    );
    const { history, phases } = dreamt;
    return { ...outcome(dreamt), history, phases, epoch: history.length, metrics: history.at(-1)!.metrics };
  },

  /** Dreams on another picture with the settings of the run. An address must be a URL or absolute. */
  async *predict(
    model: Network,
    input: PictureSource,
    { hyperparameters, options, seed }: DeepdreamSettings,
  ) {
    const original = await readInput(input);
    const network = reopenNetwork(model, options.range);
    const prepared = prepare(network, options);
    const random = new Random(seed).fork('dream');
    try {
      const dreamt = yield* dream({ original, network, prepared, hyperparameters, random });
      return dreamt.image;
    } finally {
      prepared.dispose();
    }
  },

  /** The picture at its own size, or the one that the network is made for. */
  async encode(model: Network, input: PictureSource, { options, network: { range } }: DeepdreamSettings) {
    const { data, width, height } = await readInput(input);
    const [, tall, wide, channels = 3] = (model as LayersModel).inputs[0]!.shape;
    const picture = { data, width, height };
    const as = { channels: channels ?? 3, range: options.range ?? range };
    const pixels = pictureTensor(picture, [tall ?? height, wide ?? width], as);
    const values = (await pixels.data()).slice() as Float32Array;
    pixels.dispose();
    return [{ data: values, shape: pixels.shape }];
  },

  restore(kept: Network | KeptNetwork, { network, options: { layers, objective } }: DeepdreamSettings) {
    return restoreNetwork(kept, network, objective ? [objective.layer] : Object.keys(layers ?? {}));
  },
});

/**
 * The picture to dream on: a drawn landscape where none is given.
 * @throws DatasetError if it cannot be had or decoded
 */
async function originalPicture(
  source: PictureSource | undefined,
  { random, signal }: { random: Random; signal: AbortSignal },
): Promise<Pixels & { info: DatasetInfo }> {
  const counts = { train: 1, test: 0 };
  if (source === undefined) {
    const info = { name: 'drawn landscape', source: 'embedded', ...counts };
    return { ...drawLandscape(LANDSCAPE_WIDTH, LANDSCAPE_HEIGHT, random), info };
  }
  const { data, width, height } = await readPicture(source, 'image', signal);
  const from = typeof source === 'string' || source instanceof URL ? String(source) : 'page';
  return { data, width, height, info: { name: `picture of ${width} × ${height}`, source: from, ...counts } };
}

/** @throws InvalidInputError for what is no picture */
async function readInput(input: PictureSource): Promise<Pixels> {
  try {
    const source = checkPictureSource(input, 'input');
    return await readPicture(source, 'input', new AbortController().signal);
  } catch (error) {
    if (error instanceof InvalidOptionError) throw new InvalidInputError(error.message);
    throw error;
  }
}
