// What is known of a model besides its network.
import type { ModelRecord } from '../../src/protocol';

/** What the experiment of a model is called that others trained: it answers arrays to arrays. */
export const NETWORK = 'network';

/** Whether it has the form of a record, whatever a file says. */
export function isRecord(value: unknown): value is ModelRecord {
  if (!isObject(value)) return false;
  const { version, experiment, hyperparameters, metrics, phases, history, classes, dataset } = value;
  return (
    version === 1 &&
    typeof experiment === 'string' &&
    [hyperparameters, metrics].every(isObject) &&
    [phases, history].every(Array.isArray) &&
    (dataset === undefined || isObject(dataset)) &&
    (classes === undefined || (Array.isArray(classes) && classes.every((name) => typeof name === 'string')))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
