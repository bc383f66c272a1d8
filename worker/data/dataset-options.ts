// Checks how a page wants a data set to be read, before anything is.
import { InvalidOptionError } from '../../src/errors';
import type { DatasetOptions, SplitOptions } from '../../src/protocol';

interface Rule {
  allowed: string;
  fits(value: unknown): boolean;
}

const MOST_TEST = 0.9;
const LARGEST = 1024;

const isWhole = (value: unknown, min: number, max: number) =>
  Number.isInteger(value) && (value as number) >= min && (value as number) <= max;

const isSize = (value: unknown) => isWhole(value, 1, LARGEST);

const text: Rule = { allowed: 'text', fits: (value) => typeof value === 'string' && value !== '' };

const oneOf = (...values: readonly unknown[]): Rule => ({
  allowed: values.join(' or '),
  fits: (value) => values.includes(value),
});

const seed: Rule = {
  allowed: 'a whole number from 0 to 4294967295',
  fits: (value) => isWhole(value, 0, 0xffffffff),
};

const rules: Record<keyof DatasetOptions, Rule> = {
  name: text,
  test: {
    allowed: `a share from 0 to ${MOST_TEST}`,
    fits: (value) => typeof value === 'number' && value >= 0 && value <= MOST_TEST,
  },
  seed,
  limit: {
    allowed: 'a whole number from 1',
    fits: (value) => isWhole(value, 1, Number.MAX_SAFE_INTEGER),
  },
  size: {
    allowed: `a whole number of pixels from 1 to ${LARGEST}, or [height, width] of such`,
    fits: (value) => isSize(value) || (Array.isArray(value) && value.length === 2 && value.every(isSize)),
  },
  channels: oneOf(1, 3),
  resize: oneOf('cover', 'contain'),
  target: text,
  columns: {
    allowed: 'a list of names, at least one',
    fits: (value) => Array.isArray(value) && value.length > 0 && value.every((one) => text.fits(one)),
  },
  delimiter: {
    allowed: 'one character',
    fits: (value) => typeof value === 'string' && value.length === 1,
  },
  header: oneOf(true, false),
  unit: oneOf('character', 'word'),
  length: { allowed: 'a whole number from 1 to 4096', fits: (value) => isWhole(value, 1, 4096) },
  split: text,
};

/**
 * Those that are `undefined` count as absent.
 * @throws InvalidOptionError naming the field, its value and what is allowed
 */
export function readDatasetOptions(given: Readonly<Record<string, unknown>>): DatasetOptions {
  const read: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(given)) {
    const rule = Object.hasOwn(rules, field) ? rules[field as keyof DatasetOptions] : undefined;
    if (!rule) {
      const known = [...Object.keys(rules), 'onProgress', 'signal'].join(', ');
      throw new InvalidOptionError(field, value, `none: a data set has only the options ${known}`);
    }
    if (value === undefined) continue;
    if (!rule.fits(value)) throw new InvalidOptionError(field, value, rule.allowed);
    read[field] = value;
  }
  return read as DatasetOptions;
}

/** @throws InvalidOptionError for another share than one that leaves both parts some */
export function readSplitOptions(how: unknown): Required<SplitOptions> {
  const given: { test?: unknown; seed?: unknown } =
    typeof how === 'object' && how !== null ? how : { test: how };
  const share = given.test;
  if (!(typeof share === 'number' && share > 0 && share <= MOST_TEST)) {
    throw new InvalidOptionError('test', share, `a share of more than 0 and at most ${MOST_TEST}`);
  }
  if (given.seed !== undefined && !seed.fits(given.seed)) {
    throw new InvalidOptionError('seed', given.seed, seed.allowed);
  }
  return { test: share, seed: (given.seed as number | undefined) ?? 0 };
}
