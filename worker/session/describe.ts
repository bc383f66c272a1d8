// The registry as a page sees it: names, titles, hyperparameters, presets.
import type { ExperimentDescription } from '../../src/protocol';
import { experiments } from '../experiments';

export function describe(): ExperimentDescription[] {
  return Object.entries(experiments).map(([name, { title, description, hyperparameters, presets }]) => ({
    name,
    title,
    description,
    hyperparameters,
    presets: presets ?? {},
  })) as ExperimentDescription[];
}
