// The options of a run, fit to cross the boundary.
import type { Connection } from './call';
import { InvalidOptionError } from './errors';
import { Handle } from './handle';
import { type Portable, portable } from './portable-data';
import type { ExperimentDescription, OptionDescription } from './protocol';

type Options = Record<string, unknown>;

export interface PortableOptions {
  crossing: Options;
  /** Where pictures of the page have to be decoded first: `crossing` is complete only then. */
  ready?: Promise<unknown>;
}

/** What an experiment says of the options that may hold more than plain data. */
export type Described = Pick<ExperimentDescription, 'options' | 'data'>;

/**
 * Nothing here waits unless a picture has to be decoded: what a page asks for next must not overtake a run.
 * @param described `undefined` for an experiment that there is not: the worker says so
 * @throws InvalidOptionError for a model of another lab; `ready` rejects with one for a picture that the browser
 *   cannot decode
 */
export function portableOptions(
  options: Options,
  connection: Connection,
  described?: Described,
): PortableOptions {
  const result: PortableOptions = { crossing: {} };
  const pending: Promise<void>[] = [];
  for (const [field, given] of Object.entries(options)) {
    const converted = portable(given, connection, typeOf(field, described));
    if (converted.value instanceof Handle)
      throw new InvalidOptionError(field, given, `a ${converted.value.thing} of the same lab`);
    result.crossing[field] = converted.value;
    if (converted.ready) pending.push(complete(result.crossing, field, given, converted));
  }
  if (pending.length > 0) result.ready = Promise.all(pending);
  return result;
}

function typeOf(field: string, described?: Described): OptionDescription['type'] | undefined {
  const one = field === 'data' ? described?.data : described?.options[field];
  return one?.type;
}

async function complete(
  crossing: Options,
  field: string,
  given: unknown,
  converted: Portable,
): Promise<void> {
  await converted.ready?.catch(({ message }) => {
    throw new InvalidOptionError(field, given, `a picture that the browser can decode (${message})`);
  });
  crossing[field] = converted.value;
}

/** The error for the option that cannot cross to the worker, such as a function. */
export function notCloneable(options: Options): InvalidOptionError {
  const allowed = 'plain data, files and bytes';
  for (const [field, value] of Object.entries(options)) {
    try {
      structuredClone(value);
    } catch {
      return new InvalidOptionError(field, value, allowed);
    }
  }
  return new InvalidOptionError('options', options, allowed);
}
