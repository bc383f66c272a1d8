// What deepdream takes: numbers, pictures, a network, and what to dream of.
import { InvalidOptionError } from '../../../src/errors';
import type { BackendName } from '../../../src/protocol';
import { picture } from '../../data/picture-source';
import { type GivenOf, integer, number, option, type ValuesOf } from '../../declare';
import { network } from '../../formats/network-source';

/** Longer sides that a visitor can wait for, and tiles whose intermediate results fit into memory. */
const MAX_SIZES: Record<BackendName, number> = { webgpu: 1280, wasm: 800, cpu: 256 };
const TILE_SIZES: Record<BackendName, number> = { webgpu: 768, wasm: 512, cpu: 256 };

export const hyperparameters = {
  octaves: integer(3, { min: 1, max: 20 }, 'Sizes at which the picture is dreamt on, one after the other'),
  octaveScale: number(1.4, { min: 1.01, max: 10 }, 'How much larger the picture is in each octave'),
  steps: integer(20, { min: 0, max: 10_000 }, 'Steps in each octave'),
  stepSize: number(
    0.01,
    { min: 1e-6, max: 10 },
    'How far a pixel moves in a step on average; black and white are 2 apart',
  ),
  maxLoss: number(10, { min: 0, max: 1e9 }, 'An octave ends when its loss exceeds this'),
  jitter: integer(0, { min: 0, max: 512 }, 'Largest random shift before each step, in pixels'),
  maxSize: integer(
    0,
    { min: 0, max: 16_384 },
    `Longer side of what is dreamt on; larger pictures are scaled, and keep their detail; 0 chooses: ${told(MAX_SIZES)}`,
  ),
  tileSize: integer(
    0,
    { min: 0, max: 16_384 },
    `Side of the tiles in which larger pictures are dreamt on; 0 chooses: ${told(TILE_SIZES)}`,
  ),
};

export type DeepdreamHyperparameters = ValuesOf<typeof hyperparameters>;

export const presets = {
  quick: { octaves: 2, steps: 10, stepSize: 0.02 },
  full: { octaves: 5, steps: 40, jitter: 16 },
};

export const options = {
  image: picture('What to dream on; a drawn landscape without it'),
  guide: picture('A picture whose features the dream takes up'),
  network: network('What dreams; the embedded network without it'),
  layers: option(
    'coefficients',
    'The layers to excite, with their coefficients; the network’s own choice without it',
    readLayers,
  ),
  objective: option(
    'value',
    'Instead of layers one channel of a layer, or one class of a classifier’s last layer: { layer, channel }',
    readObjective,
  ),
  range: option(
    'value',
    'What black and white are to the network, such as [-1, 1]; 0 and 1 for models trained in the lab without it',
    readRange,
  ),
};

export type DeepdreamOptions = GivenOf<typeof options>;

/** Puts what is chosen in the place of zeros. */
export function chosen(given: DeepdreamHyperparameters, backend: BackendName): DeepdreamHyperparameters {
  const { maxSize, tileSize } = given;
  return { ...given, maxSize: maxSize || MAX_SIZES[backend], tileSize: tileSize || TILE_SIZES[backend] };
}

function told(sizes: Record<BackendName, number>): string {
  return `${sizes.webgpu} on WebGPU, ${sizes.wasm} on WASM, ${sizes.cpu} on CPU`;
}

function readLayers(value: unknown, field: string): Record<string, number> {
  const entries = isObject(value) ? Object.entries(value) : [];
  for (const [name, coefficient] of entries) {
    if (!isNumber(coefficient))
      throw new InvalidOptionError(`${field}.${name}`, coefficient, 'a finite number');
  }
  if (entries.length > 0) return Object.fromEntries(entries) as Record<string, number>;
  throw new InvalidOptionError(field, value, 'coefficients by layer, at least one, such as { mixed3: 1 }');
}

function readObjective(value: unknown, field: string): { layer: string; channel: number } {
  const { layer, channel } = (isObject(value) ? value : {}) as { layer?: unknown; channel?: unknown };
  if (typeof layer !== 'string') throw new InvalidOptionError(`${field}.layer`, layer, 'the name of a layer');
  if (Number.isInteger(channel) && (channel as number) >= 0) return { layer, channel: channel as number };
  throw new InvalidOptionError(`${field}.channel`, channel, 'a whole number from 0');
}

function readRange(value: unknown, field: string): readonly [number, number] {
  const [low, high, ...more] = Array.isArray(value) ? value : [];
  if (isNumber(low) && isNumber(high) && low !== high && more.length === 0) return [low, high];
  throw new InvalidOptionError(
    field,
    value,
    'two different numbers, for black and for white, such as [-1, 1]',
  );
}

/** @throws InvalidOptionError for options that contradict each other */
export function checkTogether({ layers, objective, guide }: DeepdreamOptions, data: unknown): void {
  if (data !== undefined) throw new InvalidOptionError('data', data, 'none: the picture is image');
  if (!objective) return;
  if (layers) throw new InvalidOptionError('objective', objective, 'none beside layers');
  if (guide) throw new InvalidOptionError('guide', guide, 'none beside an objective');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
