// What can be told of a graph model before its weights are there.
import { InvalidOptionError } from '../../../../../src/errors';
import type { NetworkLayer } from '../../../../../src/protocol';
import { type GraphTopology, placeholderOf } from '../../../../formats/tfjs/graph-topology';
import type { ModelFiles } from '../../../../formats/tfjs/model-files';
import { graphLayers } from './graph-layers';

export interface GraphDescription {
  topology: GraphTopology;
  /** Name of its input. */
  placeholder: string;
  channels: number;
  /** [height, width] of its input; `undefined`: any. */
  size: readonly [number, number] | undefined;
  layers: NetworkLayer[];
}

/**
 * What can be told of a graph model by its `model.json`.
 * @throws NetworkFileError unless it has one input
 * @throws InvalidOptionError if that is no picture
 */
export function describeGraph(
  { name: file, manifest }: ModelFiles,
  topology: GraphTopology,
): GraphDescription {
  const { name: placeholder, shape } = placeholderOf(topology, file);
  const [, height = -1, width = -1, depth = -1] = shape;
  const channels = depth === -1 ? 3 : depth;
  if ((shape.length !== 4 && shape.length !== 0) || (channels !== 1 && channels !== 3)) {
    const allowed = 'a network that takes one picture: [height, width, 1 or 3]';
    throw new InvalidOptionError('network', `${file}, which takes [${shape.slice(1)}]`, allowed);
  }
  const size = height > 0 && width > 0 ? ([height, width] as const) : undefined;
  const weights = new Map(manifest.flatMap((group) => group.weights.map(({ name, shape }) => [name, shape])));
  const layers = graphLayers(topology, weights, { channels, fixed: size !== undefined });
  return { topology, placeholder, channels, size, layers };
}
