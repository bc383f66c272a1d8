// Experiments that a page registers while its lab runs.
import { InvalidOptionError } from '../../src/errors';
import type { ExperimentDescription } from '../../src/protocol';
import type { AnyExperiment } from '../experiment';
import { loadExperiment } from '../own/module';
import { describe } from './describe';

const NAME = /^[a-z][\w.-]{0,99}$/i;

/** Names whose modules are on their way. */
const coming = new Set<string>();

/**
 * @param experiments gains the one of the module
 * @throws InvalidOptionError for a name that is none, or is taken
 * @throws ExperimentModuleError if the module cannot be loaded or is no experiment; then the name is free again
 */
export async function register(
  experiments: Record<string, AnyExperiment>,
  name: string,
  url: string,
): Promise<ExperimentDescription> {
  checkName(name);
  if (Object.hasOwn(experiments, name) || coming.has(name)) {
    const taken = [...Object.keys(experiments), ...coming].join(', ');
    throw new InvalidOptionError('name', name, `a name that is not taken, which ${taken} are`);
  }
  coming.add(name);
  try {
    experiments[name] = await loadExperiment(url);
  } finally {
    coming.delete(name);
  }
  return describe({ [name]: experiments[name]! })[0]!;
}

/** @throws InvalidOptionError */
export function checkName(name: unknown): void {
  if (typeof name === 'string' && NAME.test(name)) return;
  throw new InvalidOptionError(
    'name',
    name,
    'a letter, and then at most 99 letters, digits, dots, hyphens or underscores',
  );
}
