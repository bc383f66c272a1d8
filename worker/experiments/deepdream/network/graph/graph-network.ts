// A graph model that takes pictures, to be dreamt on. This file is loaded where one is asked for.
import { GraphModel } from '@tensorflow/tfjs-converter';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { NetworkFileError } from '../../../../../src/errors';
import { cutGraph, inputsOf } from '../../../../formats/tfjs/graph-topology';
import type { ModelFiles } from '../../../../formats/tfjs/model-files';
import { readWeights } from '../../../../formats/tfjs/read-weights';
import type { Range } from '../../types';
import type { PictureNetwork } from '../picture-network';
import type { GraphDescription } from './describe-graph';

interface Options {
  range: Range;
  /** Names of the nodes that it is loaded up to. */
  targets: readonly string[];
  signal: AbortSignal;
  onProgress?: (fraction: number) => void;
}

/**
 * Loads a graph model up to some of its nodes, with their weights alone.
 * @throws NetworkFileError naming the file that is missing or does not fit
 */
export async function loadGraph(
  files: ModelFiles,
  { topology, placeholder, channels, size, layers }: GraphDescription,
  { range, targets, signal, onProgress }: Options,
): Promise<PictureNetwork> {
  const chosen = layers.filter(({ name }) => targets.includes(name));
  const fixed = size !== undefined && chosen.some(({ fixedSize }) => fixedSize);
  const cut = cutGraph(topology, targets, !fixed);
  const constants = new Set(cut.node.map(({ name }) => name));
  const { specs, data } = await readWeights(files, (name) => constants.has(name), { signal, onProgress });
  signal.throwIfAborted();
  const network = new GraphModel({
    load: async () => ({ modelTopology: cut, weightSpecs: specs, weightData: data }),
  });
  await network.load().catch((cause: Error) => {
    throw new NetworkFileError(files.name, `its graph cannot be built (${cause.message})`, { cause });
  });
  const byName = new Map(cut.node.map((node) => [node.name, node]));
  const parameters = specs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return {
    ...{ name: files.name, network, channels, range, parameters },
    layers: layers.filter(({ name }) => byName.has(name)),
    features(names) {
      const outputs = names.map((name) => {
        const node = byName.get(name)!;
        return node.op === 'Softmax' ? inputsOf(node)[0]! : name;
      });
      return {
        size: fixed ? size : undefined,
        apply: (picture: Tensor4D) =>
          [network.execute({ [placeholder]: picture }, outputs)].flat() as Tensor[],
        dispose() {},
      };
    },
  };
}
