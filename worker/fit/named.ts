// What a page gives for each input or output of a network: the only one's, a list in their order, or by name.
import { InvalidOptionError } from '../../src/errors';
import { isNumbers } from './arrays';

/** One thing given, with where it was. */
export interface Named {
  given: unknown;
  field: string;
}

/**
 * @param names of the network's inputs or outputs, in its order
 * @throws InvalidOptionError for a name that is not there, or one that is missing
 */
export function byName(given: unknown, names: readonly string[], field: string): Named[] {
  if (
    Array.isArray(given) &&
    !(isNumbers(given) && names.length === 1) &&
    given.every((one) => isNumbers(one))
  ) {
    // Nested arrays for several inputs are a list of them where there are as many.
    if (given.length === names.length)
      return given.map((one, i) => ({ given: one, field: `${field}[${i}]` }));
    if (names.length > 1 || !given.every(Array.isArray)) {
      throw new InvalidOptionError(
        field,
        `a list of ${given.length}`,
        `${names.length}, one each: ${names.join(', ')}`,
      );
    }
  }
  if (typeof given === 'object' && given !== null && !Array.isArray(given) && !isNumbers(given)) {
    for (const [name, value] of Object.entries(given)) {
      if (!names.includes(name))
        throw new InvalidOptionError(`${field}.${name}`, value, `one of ${names.join(', ')}`);
    }
    return names.map((name) => {
      const one = Object.hasOwn(given, name) ? (given as Record<string, unknown>)[name] : undefined;
      if (one === undefined) throw new InvalidOptionError(`${field}.${name}`, one, 'numbers');
      return { given: one, field: `${field}.${name}` };
    });
  }
  if (names.length > 1) {
    throw new InvalidOptionError(field, given, `numbers by name or in a list: ${names.join(', ')}`);
  }
  return [{ given, field }];
}
