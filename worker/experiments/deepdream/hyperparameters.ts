import type { BackendName, HyperparameterDescription } from '../../../src/protocol';
import type { DeepdreamHyperparameters } from './types';

/** Longer sides that a visitor can wait for, and tiles whose intermediate results fit into memory. */
const MAX_SIZES: Record<BackendName, number> = { webgpu: 1280, wasm: 800, cpu: 256 };
const TILE_SIZES: Record<BackendName, number> = { webgpu: 768, wasm: 512, cpu: 256 };

export const hyperparameters: { [K in keyof DeepdreamHyperparameters]: HyperparameterDescription } = {
  octaves: {
    type: 'integer',
    default: 3,
    min: 1,
    max: 20,
    description: 'Sizes at which the picture is dreamt on, one after the other',
  },
  octaveScale: {
    type: 'number',
    default: 1.4,
    min: 1.01,
    max: 10,
    description: 'How much larger the picture is in each octave',
  },
  steps: { type: 'integer', default: 20, min: 0, max: 10_000, description: 'Steps in each octave' },
  stepSize: {
    type: 'number',
    default: 0.01,
    min: 1e-6,
    max: 10,
    description: 'How far a pixel moves in a step on average; black and white are 2 apart',
  },
  maxLoss: {
    type: 'number',
    default: 10,
    min: 0,
    max: 1e9,
    description: 'An octave ends when its loss exceeds this',
  },
  jitter: {
    type: 'integer',
    default: 0,
    min: 0,
    max: 512,
    description: 'Largest random shift before each step, in pixels',
  },
  maxSize: {
    type: 'integer',
    default: 0,
    min: 0,
    max: 16_384,
    description: `Longer side of what is dreamt on; larger pictures are scaled, and keep their detail; 0 chooses: ${told(MAX_SIZES)}`,
  },
  tileSize: {
    type: 'integer',
    default: 0,
    min: 0,
    max: 16_384,
    description: `Side of the tiles in which larger pictures are dreamt on; 0 chooses: ${told(TILE_SIZES)}`,
  },
};

export const presets = {
  quick: { octaves: 2, steps: 10, stepSize: 0.02 },
  full: { octaves: 5, steps: 40, jitter: 16 },
};

/** Puts what is chosen in the place of zeros. */
export function chosen(given: DeepdreamHyperparameters, backend: BackendName): DeepdreamHyperparameters {
  const { maxSize, tileSize } = given;
  return { ...given, maxSize: maxSize || MAX_SIZES[backend], tileSize: tileSize || TILE_SIZES[backend] };
}

function told(sizes: Record<BackendName, number>): string {
  return `${sizes.webgpu} on WebGPU, ${sizes.wasm} on WASM, ${sizes.cpu} on CPU`;
}
