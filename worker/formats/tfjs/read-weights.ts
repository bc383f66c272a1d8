// Reads weight files, and of them only what is needed.
import type { io } from '@tensorflow/tfjs-core';
import { NetworkFileError } from '../../../src/errors';
import { concatenate } from '../../data/source';
import type { ModelFiles } from './model-files';

type Group = io.WeightsManifestConfig[number];

interface Options {
  signal: AbortSignal;
  onProgress?: (fraction: number) => void;
}

/** The bytes of weights, one after the other, as `io.decodeWeights` takes them. */
export interface WeightBytes {
  specs: io.WeightsManifestEntry[];
  data: ArrayBuffer[];
}

/** Several files at a time: they are small, and a server answers each late. */
const AT_ONCE = 6;

/**
 * Reads the weights that are needed, and only the files that hold them.
 * @throws NetworkFileError naming a file that is missing or too short
 */
export async function readWeights(
  { manifest, readWeights: read }: ModelFiles,
  needed: (name: string) => boolean,
  { signal, onProgress }: Options,
): Promise<WeightBytes> {
  const groups = manifest.filter(({ weights }) => weights.some(({ name }) => needed(name)));
  const waiting = [...groups];
  const found: WeightBytes = { specs: [], data: [] };
  let done = 0;
  const work = async () => {
    for (let group = waiting.shift(); group; group = waiting.shift()) {
      const files = await Promise.all(group.paths.map((path) => read(path, signal)));
      const length = files.reduce((sum, file) => sum + file.length, 0);
      cut(concatenate(files, length), group, needed, found);
      onProgress?.(++done / groups.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    waiting.length = 0;
  }
  return found;
}

function cut(
  bytes: Uint8Array,
  { paths, weights }: Group,
  needed: (name: string) => boolean,
  to: WeightBytes,
) {
  const expected = weights.reduce((sum, spec) => sum + bytesOf(spec), 0);
  if (bytes.length < expected) {
    throw new NetworkFileError(
      paths.join(', '),
      `expected ${expected} bytes of weights, found ${bytes.length}`,
    );
  }
  // Where text lies in between only its decoder knows.
  const hasText = weights.some(({ dtype }) => dtype === 'string');
  let at = 0;
  for (const spec of weights) {
    const end = at + bytesOf(spec);
    if (hasText || needed(spec.name)) to.specs.push(spec);
    if (!hasText && needed(spec.name)) to.data.push(bytes.slice(at, end).buffer as ArrayBuffer);
    at = end;
  }
  if (hasText) to.data.push(bytes.buffer as ArrayBuffer);
}

const BYTES: Record<string, number> = { float16: 2, uint16: 2, uint8: 1, bool: 1, complex64: 8 };

/** Text has no length of its own; it counts for nothing. */
function bytesOf({ shape, dtype, quantization }: io.WeightsManifestEntry): number {
  if (dtype === 'string') return 0;
  return shape.reduce((size, dim) => size * dim, 1) * (BYTES[quantization?.dtype ?? dtype] ?? 4);
}
