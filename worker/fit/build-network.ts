// Networks to train: of the page, from JSON, from files, of the lab, or written down as a list of layers.
import { dispose, io, type NamedTensorMap, type Tensor, tensor, type Variable } from '@tensorflow/tfjs-core';
import { LayersModel, models, Sequential } from '@tensorflow/tfjs-layers';
import { InvalidOptionError } from '../../src/errors';
import type { WireNetwork } from '../../src/fit-protocol';
import type { LabNetwork } from '../experiment';
import { type AnyNetworkSource, readNetworkSource } from '../formats/network-source';
import { readNetwork } from '../formats/read-network';
import { checkModel } from '../formats/topology/check-model';
import { modelOf, snakeKeys } from '../formats/topology/model-json';
import { seedDropout } from '../training/dropout-layer';
import type { Random } from '../training/random';
import { withSeededMath } from '../training/seeded-math';
import { buildList } from './layer-list';
import { undoneIfBroken, unlessFull } from './undo-build';

interface Surroundings {
  random: Random;
  signal: AbortSignal;
  networkOf(reference: { labModel: number }): LabNetwork;
  /** The shape of one example, if the data tell; for a list of layers that does not say it. */
  inputShape(): number[] | undefined;
}

const ALLOWED =
  'a tf.LayersModel of the page, its topology as JSON, { url } or { files } of a model.json, a model of this lab, or a list of layers';

/** The network, which is the caller's; of a model of the lab a copy, so that it keeps what it has. */
export async function buildNetwork(given: unknown, around: Surroundings): Promise<LayersModel> {
  const network = await build(given, around);
  try {
    // It knows its inputs and outputs by name only then.
    if (network instanceof Sequential && !network.built) network.build();
    seedDropout(network, around.random.word());
    return network;
  } catch (error) {
    network.dispose();
    throw error;
  }
}

async function build(given: unknown, around: Surroundings): Promise<LayersModel> {
  const { random } = around;
  if (typeof given === 'string') return fromTopology(parsed(given), random);
  if (Array.isArray(given)) return withSeededMath(random, () => buildList(given, around.inputShape()));
  if (typeof given !== 'object' || given === null) throw new InvalidOptionError('network', given, ALLOWED);
  if ('labModel' in given) return copyOf(around.networkOf(given as { labModel: number }), random);
  if ('topology' in given && 'weights' in given) return fromPage(given as WireNetwork, random);
  if ('modelTopology' in given) return fromArtifacts(given as io.ModelArtifacts, random);
  if ('class_name' in given || 'className' in given || 'model_config' in given)
    return fromTopology(given, random);
  if (given instanceof Blob || 'url' in given || 'files' in given)
    return fromFiles(readNetworkSource(given, 'network'), around.signal);
  throw new InvalidOptionError('network', given, ALLOWED);
}

function parsed(text: string): object {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null) {
      return 'modelTopology' in json ? (json.modelTopology as object) : json;
    }
  } catch {
    // Said below.
  }
  throw new InvalidOptionError('network', text.slice(0, 40), `${ALLOWED}; text must be the JSON of one`);
}

/** First weights are drawn from the seed. */
async function fromTopology(topology: object, random: Random): Promise<LayersModel> {
  const json = topology as Parameters<typeof models.modelFromJSON>[0];
  let network: unknown;
  try {
    // TensorFlow.js loops for good over a graph that does not fit together.
    checkModel(modelOf(snakeKeys(topology) as Record<string, unknown>, 'topology'), 'topology');
    // Layers are made before it waits for anything.
    network = await undoneIfBroken(() =>
      withSeededMath(random, () => models.modelFromJSON(structuredClone(json))),
    );
  } catch (cause) {
    throw cannotBuild(unlessFull(cause));
  }
  if (network instanceof LayersModel) return network;
  throw new InvalidOptionError('network', 'a topology that is no model', ALLOWED);
}

/** What a topology that cannot be built is refused by. */
export function cannotBuild({ message }: Error): InvalidOptionError {
  const [, layer] = /(?:Unknown \w+:|has the class) ([\w>]+)/.exec(message) ?? [];
  return layer
    ? new InvalidOptionError(
        'network',
        `a network with ${layer}`,
        'what TensorFlow.js layers has; layers of your own come by lab.register',
      )
    : new InvalidOptionError(
        'network',
        'a topology that cannot be built',
        `one that TensorFlow.js layers can build (${message.split('\n')[0]})`,
      );
}

async function fromPage({ topology, weights }: WireNetwork, random: Random): Promise<LayersModel> {
  const network = await fromTopology(topology as object, random);
  try {
    const own = network.weights;
    const named = new Map(own.map((weight) => [weight.originalName, weight]));
    const byName = named.size === own.length && weights.every(({ name }) => named.has(name));
    if (own.length !== weights.length) {
      throw new InvalidOptionError(
        'network',
        `${weights.length} weights`,
        `${own.length} as its layers have`,
      );
    }
    for (const [i, { name, shape, data, trainable }] of weights.entries()) {
      const weight = byName ? named.get(name)! : own[i]!;
      const value = tensor(data as Float32Array, shape, weight.dtype as 'float32');
      try {
        weight.write(value);
      } catch {
        const expected = `[${weight.shape.join(', ')}]`;
        throw new InvalidOptionError(
          'network',
          `${name} of shape [${shape.join(', ')}]`,
          `${expected}, as its layer has`,
        );
      } finally {
        value.dispose();
      }
      if (!trainable && weight.trainable) weight.trainable = false;
    }
    return network;
  } catch (error) {
    network.dispose();
    throw error;
  }
}

/** As `tf.io` hands models to whoever saves them. */
async function fromArtifacts(artifacts: io.ModelArtifacts, random: Random): Promise<LayersModel> {
  const { modelTopology, weightSpecs, weightData } = artifacts;
  const network = await fromTopology(modelTopology as object, random);
  if (!weightData || !weightSpecs) return network;
  let weights: NamedTensorMap = {};
  try {
    weights = io.decodeWeights(weightData, weightSpecs);
    network.loadWeights(weights);
    return network;
  } catch (cause) {
    network.dispose();
    throw new InvalidOptionError(
      'network',
      'weights that do not fit',
      `its layers' (${unlessFull(cause).message})`,
    );
  } finally {
    dispose(weights);
  }
}

async function fromFiles(source: AnyNetworkSource, signal: AbortSignal): Promise<LayersModel> {
  if ('labModel' in source || 'architecture' in source)
    throw new InvalidOptionError('network', source, ALLOWED);
  return (await readNetwork(source, { signal })).network;
}

/** Weights share their memory with the original's until one of them changes. */
async function copyOf({ network, experiment }: LabNetwork, random: Random): Promise<LayersModel> {
  if (!(network instanceof LayersModel)) {
    throw new InvalidOptionError('network', `a model of ${experiment}`, 'a model that is one layers network');
  }
  const copy = await fromTopology(network.toJSON(null, false) as object, random);
  const from = allWeights(network);
  const to = allWeights(copy);
  for (const [i, weight] of to.entries()) {
    const original = from[i]!;
    (weight.read() as Variable).assign(original.read() as Tensor);
    if (!original.trainable && weight.trainable) weight.trainable = false;
  }
  return copy;
}

type Weight = LayersModel['weights'][number];

/** By layer, which freezing does not change. */
function allWeights(network: LayersModel): Weight[] {
  const found = new Set<Weight>();
  const visit = (layer: { layers?: object[]; weights?: Weight[] }) => {
    if (layer.layers) for (const one of layer.layers) visit(one);
    else for (const weight of layer.weights ?? []) found.add(weight);
  };
  visit(network as object);
  return [...found];
}
