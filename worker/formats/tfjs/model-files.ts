// `model.json` and the weight files beside it, by address or as files.
import type { io } from '@tensorflow/tfjs-core';
import { NetworkFileError } from '../../../src/errors';

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

/** @throws NetworkFileError if it is no model */
export function parseModelJson(
  name: string,
  bytes: Uint8Array,
): Pick<ModelFiles, 'topology' | 'manifest' | 'rest'> {
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
  checkManifest(weightsManifest, name);
  return { topology: modelTopology as Topology, manifest: weightsManifest, rest: rest as ModelFiles['rest'] };
}

/** Nothing that is read by it later may be anything else. */
function checkManifest(manifest: unknown[], file: string): void {
  const bad = manifest.findIndex((group) => {
    const { paths, weights } = (group ?? {}) as Partial<io.WeightsManifestConfig[number]>;
    return !(
      Array.isArray(paths) &&
      Array.isArray(weights) &&
      paths.every(isText) &&
      weights.every(isWeight)
    );
  });
  if (bad < 0) return;
  throw new NetworkFileError(
    file,
    `group ${bad + 1} of its weightsManifest is not { paths, weights: [{ name, shape, dtype }] }`,
  );
}

const isText = (value: unknown) => typeof value === 'string';

function isWeight(value: unknown): boolean {
  const { name, shape, dtype } = (value ?? {}) as Partial<io.WeightsManifestEntry>;
  const isShape = Array.isArray(shape) && shape.every((dim) => Number.isInteger(dim) && dim >= 0);
  return isText(name) && isText(dtype) && isShape;
}
