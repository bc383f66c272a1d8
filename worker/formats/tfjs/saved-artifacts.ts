// A model as TensorFlow.js saves it, with what is known of it beside: stock TensorFlow.js opens it, and a lab finds
// its experiment in it again.
import { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { NetworkFileError } from '../../../src/errors';
import type { ModelRecord } from '../../../src/protocol';
import type { Network } from '../../experiment';
import { isRecord, NETWORK } from '../../network/model-record';
import { packText, unpackText } from '../../network/packed-data';
import { loadLayers } from './load-layers';

/** Where the record lies among the metadata that TensorFlow.js leaves to the user. */
const FIELD = 'trainlab';

type Artifacts = io.ModelArtifacts & { weightData: ArrayBuffer };

/** Layers and weights as `tf.loadLayersModel` takes them, the record among the user's metadata. */
export async function savedArtifacts(network: Network, record: ModelRecord): Promise<Artifacts> {
  let saved: Artifacts | undefined;
  const handler: io.IOHandler = {
    save: async (artifacts) => {
      const userDefinedMetadata = { ...artifacts.userDefinedMetadata, [FIELD]: packText(record) };
      const weightData = io.CompositeArrayBuffer.join(artifacts.weightData);
      saved = { ...artifacts, userDefinedMetadata, weightData };
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    },
  };
  await (network as unknown as LayersModel).save(handler);
  return saved!;
}

/** The record among what the network was given to carry: the other way round than `takeRecord`. */
export function withRecord(network: LayersModel, record: ModelRecord): Record<string, unknown> {
  return { ...(network.getUserDefinedMetadata() as object | undefined), [FIELD]: packText(record) };
}

/**
 * Gives a network the metadata that it was saved with.
 * @returns the record among them; that of a network that others trained where there is none
 */
export function takeRecord(
  network: LayersModel,
  { [FIELD]: text, ...metadata }: Record<string, unknown> = {},
): ModelRecord {
  network.setUserDefinedMetadata(metadata);
  try {
    const record = typeof text === 'string' ? unpackText(text) : undefined;
    if (isRecord(record)) return record;
  } catch {} // it is not ours
  return { version: 1, experiment: NETWORK, hyperparameters: {}, metrics: {}, phases: [], history: [] };
}

/** @throws NetworkFileError for what is no network of layers */
export async function loadSaved(
  { modelTopology, weightSpecs = [], weightData, userDefinedMetadata }: io.ModelArtifacts,
  name: string,
): Promise<{ network: LayersModel; record: ModelRecord }> {
  if (typeof modelTopology !== 'object' || modelTopology instanceof ArrayBuffer || !weightData) {
    throw new NetworkFileError(name, 'expected layers as JSON with weights');
  }
  const bytes = new Uint8Array(io.CompositeArrayBuffer.join(weightData));
  const network = await loadLayers(
    {
      ...{ name, topology: modelTopology as Record<string, unknown>, rest: {} },
      manifest: [{ paths: ['weights.bin'], weights: weightSpecs }],
      readWeights: async () => bytes,
    },
    { signal: new AbortController().signal },
  );
  return { network, record: takeRecord(network, userDefinedMetadata as Record<string, unknown>) };
}
