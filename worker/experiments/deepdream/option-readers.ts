// Reads the options that are no hyperparameters.
import { InvalidOptionError } from '../../../src/errors';
import { checkPictureSource } from '../../data/picture-source';
import type { OptionReader } from '../../experiment';
import { readNetworkSource } from '../../formats/network-source';
import type { DeepdreamOptions } from './types';

type Readers = { [K in keyof DeepdreamOptions]-?: OptionReader<DeepdreamOptions[K]> };

export const options: Readers = {
  image: checkPictureSource,
  network: readNetworkSource,
  layers: readLayers,
  objective: readObjective,
  guide: checkPictureSource,
  range: readRange,
};

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
