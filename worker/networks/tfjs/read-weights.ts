import { dispose, io, type NamedTensorMap } from '@tensorflow/tfjs-core';
import { DatasetError } from '../../../src/errors';
import { concatenate } from '../../datasets/source';
import type { ModelFiles } from './model-files';

interface Options {
  signal: AbortSignal;
  onProgress?: (fraction: number) => void;
}

/** Several files at a time: they are small, and a server answers each late. */
const AT_ONCE = 6;

/**
 * Reads the weights that are needed, and only the files that hold them.
 * @throws DatasetError naming a file that is missing or too short
 */
export async function readWeights(
  { manifest, readWeights: read }: ModelFiles,
  needed: (name: string) => boolean,
  { signal, onProgress }: Options,
): Promise<NamedTensorMap> {
  const groups = manifest.filter(({ weights }) => weights.some(({ name }) => needed(name)));
  const waiting = [...groups];
  const found: NamedTensorMap = {};
  let done = 0;
  const work = async () => {
    for (let group = waiting.shift(); group; group = waiting.shift()) {
      const files = await Promise.all(group.paths.map((path) => read(path, signal)));
      const length = files.reduce((sum, file) => sum + file.length, 0);
      for (const [name, tensor] of Object.entries(decode(concatenate(files, length), group))) {
        if (needed(name)) found[name] = tensor;
        else tensor.dispose();
      }
      onProgress?.(++done / groups.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } catch (error) {
    waiting.length = 0;
    dispose(found);
    throw error;
  }
  return found;
}

function decode(bytes: Uint8Array, { paths, weights }: io.WeightsManifestConfig[number]): NamedTensorMap {
  const needed = weights.reduce((sum, spec) => sum + bytesOf(spec), 0);
  if (bytes.length < needed) {
    throw new DatasetError(paths.join(', '), `expected ${needed} bytes of weights, found ${bytes.length}`);
  }
  return io.decodeWeights(bytes.buffer as ArrayBuffer, weights);
}

const BYTES: Record<string, number> = { float16: 2, uint16: 2, uint8: 1, bool: 1, complex64: 8 };

/** Text has no length of its own; it counts for nothing. */
function bytesOf({ shape, dtype, quantization }: io.WeightsManifestEntry): number {
  if (dtype === 'string') return 0;
  return shape.reduce((size, dim) => size * dim, 1) * (BYTES[quantization?.dtype ?? dtype] ?? 4);
}
