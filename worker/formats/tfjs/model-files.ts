// `model.json` and the weight files beside it, by address or as files.
import type { io } from '@tensorflow/tfjs-core';
import { NetworkFileError } from '../../../src/errors';
import { readFile } from '../read-file';

export interface ModelFiles {
  /** What to call it. */
  name: string;
  topology: Topology;
  manifest: io.WeightsManifestConfig;
  /** The parts of `model.json` besides topology and manifest. */
  rest: Omit<io.ModelJSON, 'modelTopology' | 'weightsManifest'>;
  /** @throws NetworkFileError naming the weight file if it is not there */
  readWeights(path: string, signal: AbortSignal): Promise<Uint8Array>;
}

/** As parsed; which of the two formats it is shows only inside. */
export type Topology = Record<string, unknown>;

type Source = { url: string | URL } | { files: ArrayLike<File> };

/** @throws NetworkFileError if it cannot be had or is no model */
export async function readModelFiles(source: Source, signal: AbortSignal): Promise<ModelFiles> {
  return 'url' in source
    ? byAddress(String(source.url), signal)
    : fromFiles(Array.from(source.files), signal);
}

async function byAddress(url: string, signal: AbortSignal): Promise<ModelFiles> {
  const model = parse(url, await readFile(url, signal));
  return {
    ...{ name: url, ...model },
    readWeights: (path, signal) => readFile(new URL(path, url).href, signal),
  };
}

async function fromFiles(files: File[], signal: AbortSignal): Promise<ModelFiles> {
  const json =
    files.find(({ name }) => name === 'model.json') ?? files.find(({ name }) => /\.json$/i.test(name));
  if (!json) throw new NetworkFileError('model.json', `not among the ${files.length} files given`);
  const model = parse(json.name, await readFile(json, signal));
  return {
    ...{ name: json.name, ...model },
    async readWeights(path, signal) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const file = files.find((one) => one.name === name);
      if (!file)
        throw new NetworkFileError(path, `${json.name} names it, but it is not among the files given`);
      return readFile(file, signal);
    },
  };
}

function parse(name: string, bytes: Uint8Array): Pick<ModelFiles, 'topology' | 'manifest' | 'rest'> {
  let json: Partial<io.ModelJSON>;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new NetworkFileError(name, 'not JSON: expected the model.json of a TensorFlow.js model', { cause });
  }
  const { modelTopology, weightsManifest, ...rest } = json ?? {};
  if (typeof modelTopology !== 'object' || modelTopology === null || !Array.isArray(weightsManifest)) {
    const missing = modelTopology ? 'weightsManifest' : 'modelTopology';
    throw new NetworkFileError(name, `no ${missing} in it: expected the model.json of a TensorFlow.js model`);
  }
  return { topology: modelTopology as Topology, manifest: weightsManifest, rest: rest as ModelFiles['rest'] };
}
