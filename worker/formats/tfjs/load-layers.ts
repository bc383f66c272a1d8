// Loads layers models.
import { dispose, io, type NamedTensorMap } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { NetworkFileError } from '../../../src/errors';
import { cutTopology } from './layers-topology';
import type { ModelFiles } from './model-files';
import { readWeights } from './read-weights';

interface Options {
  /** Names of the layers it is loaded up to; all where absent. */
  targets?: readonly string[];
  signal: AbortSignal;
  onProgress?: (fraction: number) => void;
}

/**
 * Loads a layers model up to some of its layers, with their weights alone.
 * @throws NetworkFileError naming the file that is missing or does not fit
 */
export async function loadLayers(files: ModelFiles, { targets, ...options }: Options): Promise<LayersModel> {
  const model = await emptyLayers(files, targets);
  let weights: NamedTensorMap = {};
  try {
    const names = new Set(model.weights.map(({ originalName }) => originalName));
    const needed = (name: string) => names.has(name) || names.has(withoutCell(name));
    const { specs, data } = await readWeights(files, needed, options);
    weights = io.decodeWeights(data, specs);
    options.signal.throwIfAborted();
    give(model, weights, files.name);
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  } finally {
    dispose(weights);
  }
}

/** The same with zeros for weights, to look at its layers. */
export async function emptyLayers(files: ModelFiles, targets?: readonly string[]): Promise<LayersModel> {
  const topology = cutTopology(files.topology, targets, files.name);
  try {
    return await loadLayersModel({ load: async () => ({ modelTopology: topology }) });
  } catch (cause) {
    const { message } = cause as Error;
    throw new NetworkFileError(files.name, `its layers cannot be built (${message})`, { cause });
  }
}

/** Keras writes `lstm/lstm_cell/kernel` for what TensorFlow.js calls `lstm/kernel`. */
function withoutCell(name: string): string {
  const parts = name.split('/');
  return [...parts.slice(0, -2), parts.at(-1)].join('/');
}

function give(model: LayersModel, weights: NamedTensorMap, file: string): void {
  try {
    model.loadWeights(weights);
  } catch (cause) {
    throw new NetworkFileError(file, `its weights do not fit its layers (${(cause as Error).message})`, {
      cause,
    });
  }
}
