// A network as plain data, to be stored, copied and built again: layers, weights, what is frozen, and where its
// dropout stands.
import { io, serialization, tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InvalidInputError } from '../../src/errors';
import type { KeptNetwork, KeptWeight, Network } from '../experiment';
import { guarded } from '../formats/topology/build-model';
import { dropoutLayers } from '../training/dropout-layer';
import { type Layer, namedLayers } from './layer-calls';
import { namedWeights } from './weights';

/** What of a graph model is used here. */
interface GraphLike {
  save(handler: io.IOHandler): Promise<io.SaveResult>;
}

interface Topology {
  className: string;
  config: serialization.ConfigDict;
}

export function isLayersModel(network: Network): network is LayersModel {
  return 'layers' in network && 'inputs' in network && 'getConfig' in network;
}

/** @throws InvalidInputError for a network that is no layers model */
export function asLayersModel(network: Network, what: string): LayersModel {
  if (isLayersModel(network)) return network;
  throw new InvalidInputError(`${what} needs a network of layers; this is a graph model.`);
}

/** Copies a network into plain data. No tensor is left behind. */
export async function keepNetwork(network: Network): Promise<KeptNetwork> {
  if (!isLayersModel(network)) return keepGraph(network as unknown as GraphLike);
  const weights = namedWeights(network);
  const values = await Promise.all(weights.map(({ variable }) => variable.read().data()));
  const length = values.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const value of values) {
    bytes.set(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), at);
    at += value.byteLength;
  }
  return {
    kind: 'layers',
    topology: structuredClone({ className: network.getClassName(), config: network.getConfig() }),
    metadata: network.getUserDefinedMetadata() as Record<string, unknown> | undefined,
    weights: weights.map(({ name, shape, variable }) => {
      return { name, shape, dtype: variable.read().dtype, trainable: variable.trainable };
    }),
    bytes: bytes.buffer,
    frozen: containersAndLayers(network).flatMap(([layer, name]) => (layer.trainable ? [] : [name])),
    dropout: dropoutLayers(network).map(({ randomState }) => ({ ...randomState })),
  };
}

async function keepGraph(network: GraphLike): Promise<KeptNetwork> {
  let kept: KeptNetwork | undefined;
  await network.save({
    save: async ({ modelTopology, weightSpecs = [], weightData = [] }) => {
      kept = {
        kind: 'graph',
        topology: structuredClone(modelTopology) as Record<string, unknown>,
        weights: weightSpecs.map((spec) => ({ ...spec, trainable: false })),
        bytes: io.CompositeArrayBuffer.join(weightData).slice(0),
        frozen: [],
        dropout: [],
      };
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    },
  });
  return kept!;
}

/**
 * Builds a network of layers again, with the same bits.
 * @throws Error for layers that cannot be built, and for weights that do not fit them; then no tensor is left
 */
export function buildNetwork(kept: KeptNetwork): LayersModel {
  const { className, config } = structuredClone(kept.topology) as unknown as Topology;
  const { classNameMap } = serialization.SerializationMap.getMap();
  const known = Object.hasOwn(classNameMap, className) ? classNameMap[className] : undefined;
  if (!known) throw new Error(`there is no class ${className}`);
  const [Class, fromConfig] = known;
  // tfjs-layers leaves tensors behind when it initializes a forget bias.
  const build = () => tidy(() => fromConfig(Class, config) as never) as LayersModel;
  const network = guarded({ file: 'the model', weights: kept.bytes.byteLength / 4 }, build);
  try {
    fillNetwork(network, kept);
    return network;
  } catch (error) {
    network.dispose();
    throw error;
  }
}

/**
 * Gives a network that was built what was kept of its weights, dropout and freezing.
 * @throws Error for weights that do not fit it
 */
export function fillNetwork(
  network: LayersModel,
  { weights, bytes, frozen, dropout, metadata }: Omit<KeptNetwork, 'kind' | 'topology'>,
): void {
  const own = namedWeights(network);
  if (own.length !== weights.length) {
    throw new Error(`its layers have ${own.length} weights, but ${weights.length} were kept`);
  }
  let at = 0;
  for (const [i, weight] of weights.entries()) {
    const { name, shape, variable } = own[i]!;
    const size = sizeOf(weight);
    if (name !== weight.name || `${shape}` !== `${weight.shape}` || at + 4 * size > bytes.byteLength) {
      throw new Error(`${weight.name} [${weight.shape}] does not fit ${name} [${shape}]`);
    }
    const ArrayType = weight.dtype === 'int32' ? Int32Array : Float32Array;
    const values = new ArrayType(bytes.slice(at, at + 4 * size));
    tidy(() => void variable.write(tensor(values, weight.shape, weight.dtype as 'float32')));
    at += 4 * size;
  }
  const frozenNames = new Set(frozen);
  for (const [layer, name] of containersAndLayers(network)) {
    const trainable = !frozenNames.has(name);
    if (layer.trainable !== trainable) layer.trainable = trainable;
  }
  for (const [i, { trainable }] of weights.entries()) {
    (own[i]!.variable as { trainable: boolean }).trainable = trainable;
  }
  for (const [i, layer] of dropoutLayers(network).entries()) {
    if (dropout[i]) layer.randomState = { ...dropout[i] };
  }
  if (metadata) network.setUserDefinedMetadata(metadata);
}

function sizeOf({ shape }: KeptWeight): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** The network itself, called '', nested models, and all layers. */
function containersAndLayers(network: LayersModel): [Layer, string][] {
  const found: [Layer, string][] = [];
  const visit = (layer: Layer, name: string) => {
    if ('layers' in layer && 'inputs' in layer) {
      found.push([layer, name]);
      for (const inner of layer.layers as Layer[])
        visit(inner, name === '' ? inner.name : `${name}/${inner.name}`);
    }
  };
  visit(network, '');
  return [...found, ...namedLayers(network)];
}
