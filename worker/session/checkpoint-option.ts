// The `checkpoint` option of a run: under which name, and how often.
import { InvalidOptionError } from '../../src/errors';

/** When a checkpoint is due: after so many milliseconds, so many steps, or an epoch. */
export interface CheckpointPlan {
  name: string;
  every: { ms: number } | { steps: number } | 'epoch';
  /** As it was given. */
  given: unknown;
}

const EVERY = "'epoch', a time such as '30s' or '5min', or a whole number of steps from 1";
const DEFAULT = { ms: 30_000 };
const MS: Record<string, number> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** @throws InvalidOptionError naming what of it is wrong */
export function readCheckpointOption(value: unknown): CheckpointPlan | undefined {
  if (value === undefined) return undefined;
  const { name, every, ...rest } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  if (typeof name !== 'string' || name === '') {
    throw new InvalidOptionError(
      'checkpoint',
      value,
      '{ name, every? } with a name of at least one character',
    );
  }
  for (const [field, one] of Object.entries(rest)) {
    throw new InvalidOptionError(`checkpoint.${field}`, one, 'none: it has only name and every');
  }
  return { name, every: readEvery(every), given: every };
}

function readEvery(every: unknown): CheckpointPlan['every'] {
  if (every === undefined) return DEFAULT;
  if (every === 'epoch') return every;
  if (Number.isInteger(every) && (every as number) >= 1) return { steps: every as number };
  const [, count, unit] = (typeof every === 'string' && /^(\d+(?:\.\d+)?)(ms|s|min|h)$/.exec(every)) || [];
  const ms = Number(count) * (MS[unit!] ?? Number.NaN);
  if (ms > 0) return { ms };
  throw new InvalidOptionError('checkpoint.every', every, EVERY);
}
