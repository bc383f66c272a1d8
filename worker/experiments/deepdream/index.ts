// A network dreams: the picture changes so that what its layers see in it grows. After Keras' deep_dream
// (Mordvintsev, Olah and Tyka, "Inceptionism", 2015).
import { whileLoading } from '../../data/loading';
import { readPicture } from '../../data/picture-source';
import type { Experiment, Network } from '../../experiment';
import { dream } from './dream';
import { dreamAgain } from './dream-again';
import { chosen, hyperparameters, presets } from './hyperparameters';
import { openNetwork } from './network/open-network';
import type { PictureNetwork } from './network/picture-network';
import { checkTogether, options } from './option-readers';
import { originalPicture } from './original';
import { prepare } from './prepare';
import type { DeepdreamTypes } from './types';

export const deepdream: Experiment<DeepdreamTypes, Network> = {
  title: 'Deep dream',
  description:
    'A network that has learned to see looks at a picture, and the picture is changed so that it sees more of what it knows: patterns, eyes, buildings.',
  hyperparameters,
  presets,
  options,

  async *train(given, context) {
    const { seed, random, data, signal, backend, networkOf, options: wanted } = context;
    checkTogether(wanted, data);
    const h = chosen(given, backend);
    const original = await originalPicture(wanted.image, { random: random.fork('picture'), signal });
    const guide = wanted.guide === undefined ? undefined : await readPicture(wanted.guide, 'guide', signal);

    const { layers, objective, range } = wanted;
    const targets = objective ? [objective.layer] : layers && Object.keys(layers);
    let opened: PictureNetwork | undefined;
    let dreamt = false;
    try {
      const network = yield* whileLoading('Loading the network', async (onProgress) => {
        opened = await openNetwork(wanted.network, { networkOf, range, targets, signal, onProgress });
        return opened;
      });
      const prepared = prepare(network, { layers, objective, guide });
      try {
        const told = { layers: prepared.layers, network: network.name };
        const { image, octaves, history, phases } = yield* dream(
          { original, network, prepared, hyperparameters: h, random: random.fork('dream') },
          (soFar) => ({ ...soFar, ...told }),
        );
        dreamt = true;
        return {
          ...{ network: network.network, history, phases, metrics: history.at(-1)!.metrics },
          dataset: original.info,
          output: { image, octaves, ...told },
          settings: { hyperparameters: h, options: { layers, objective, guide, range }, seed },
        };
      } finally {
        prepared.dispose();
      }
    } finally {
      const shared = wanted.network && 'labModel' in wanted.network;
      if (!dreamt && !shared) opened?.network.dispose();
    }
  },

  predict: dreamAgain,
};
