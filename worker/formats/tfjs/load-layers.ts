// Loads layers models.
import { dispose, io, type NamedTensorMap, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { NetworkFileError } from '../../../src/errors';
import { buildModel } from '../topology/build-model';
import { checkModel } from '../topology/check-model';
import { cutTopology } from '../topology/cut-topology';
import { isObject, type ModelJson, modelOf } from '../topology/model-json';
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
 * @throws NetworkFileError naming the file or layer that is missing or does not fit
 */
export async function loadLayers(files: ModelFiles, { targets, ...options }: Options): Promise<LayersModel> {
  const { name: file } = files;
  const json = checkedModel(files, targets);
  // Read before anything is built, which takes no more memory than was read.
  const { specs, data } = await readWeights(files, belongingTo(json), options);
  options.signal.throwIfAborted();
  const model = buildModel(json, { file, weights: specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0) });
  let weights: NamedTensorMap = {};
  try {
    weights = decoded(data, specs, file);
    give(model, weights, file);
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  } finally {
    dispose(weights);
  }
}

/** TensorFlow.js leaves what it has decoded before it breaks off. */
function decoded(data: ArrayBuffer[], specs: io.WeightsManifestEntry[], file: string): NamedTensorMap {
  try {
    return tidy(() => io.decodeWeights(data, specs));
  } catch (cause) {
    throw new NetworkFileError(file, `its weights cannot be read (${(cause as Error).message})`, { cause });
  }
}

/** More single weights than a page can hold. */
const MOST = 2 ** 29;

/**
 * The same with zeros for weights, to look at its layers.
 * @throws NetworkFileError if they cannot be built
 */
export function emptyLayers(files: ModelFiles, targets?: readonly string[]): LayersModel {
  const { name, manifest } = files;
  const sizes = manifest.flatMap(({ weights }) => weights.map(({ shape }) => sizeOf(shape)));
  const weights = Math.min(
    MOST,
    sizes.reduce((a, b) => a + b, 0),
  );
  return buildModel(checkedModel(files, targets), { file: name, weights });
}

function checkedModel({ name, topology }: ModelFiles, targets: Options['targets']): ModelJson {
  checkModel(modelOf(topology, name), name);
  return modelOf(cutTopology(topology, targets, name), name);
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, dim) => product * dim, 1);

/** Whether a weight's name is that of a layer of the model, or of one in it. */
function belongingTo(model: ModelJson): (weight: string) => boolean {
  const names = new Set<string>();
  const visit = (value: unknown) => {
    if (!isObject(value)) return;
    if (typeof value.name === 'string') names.add(value.name);
    for (const one of Object.values(value)) visit(one);
  };
  visit(model);
  return (weight) => {
    const parts = weight.split('/');
    const prefixes = parts.map((_, i) =>
      parts
        .slice(0, i + 1)
        .join('/')
        .replace(/^(forward|backward)_/, ''),
    );
    return [...prefixes, parts[0]!].some((prefix) => names.has(prefix));
  };
}

function give(model: LayersModel, weights: NamedTensorMap, file: string): void {
  try {
    const names = new Set(model.weights.map(({ originalName }) => originalName));
    const own = Object.entries(weights).filter(([name]) => names.has(name) || names.has(withoutCell(name)));
    // TensorFlow.js leaves what a constraint makes of a weight.
    tidy(() => model.loadWeights(Object.fromEntries(own)));
  } catch (cause) {
    throw new NetworkFileError(file, `its weights do not fit its layers (${(cause as Error).message})`, {
      cause,
    });
  }
}

/** Keras writes `lstm/lstm_cell/kernel` for what TensorFlow.js calls `lstm/kernel`. */
function withoutCell(name: string): string {
  const parts = name.split('/');
  return [...parts.slice(0, -2), parts.at(-1)].join('/');
}
