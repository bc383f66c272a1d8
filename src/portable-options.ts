// The options of a run, fit to cross the boundary.
import type { Connection } from './call';
import { InvalidOptionError } from './errors';
import { Model } from './model';
import { portable } from './portable-data';

type Options = Record<string, unknown>;

/**
 * Waits only where a picture of the page has to be decoded: the lab trains in the order in which runs arrive.
 * @throws InvalidOptionError for a model of another lab, and for an image element that cannot be decoded
 */
export async function portableOptions(options: Options, connection: Connection): Promise<Options> {
  const fields = Object.entries(options).map(
    ([field, given]) => [field, given, portable(given, connection, field)] as const,
  );
  const crossing: Options = {};
  for (const [field, given, converted] of fields) {
    if (converted.ready) {
      await converted.ready.catch(({ message }) => {
        throw new InvalidOptionError(field, given, `a picture that the browser can decode (${message})`);
      });
    }
    if (converted.value instanceof Model)
      throw new InvalidOptionError(field, given, 'a model of the same lab');
    crossing[field] = converted.value;
  }
  return crossing;
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
