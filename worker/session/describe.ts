// The experiments as a page sees them: names, titles, and what each takes.
import type { ExperimentDescription, OptionDescription } from '../../src/protocol';
import type { Registry } from '../experiment';

export function describe(experiments: Registry): ExperimentDescription[] {
  return Object.entries(experiments).map(([name, experiment]) => {
    const { title, description, hyperparameters, presets, options, data, output } = experiment;
    return {
      ...{ name, title, description, hyperparameters, presets, output },
      options: Object.fromEntries(Object.entries(options).map(([field, one]) => [field, inWords(one)])),
      data: data && inWords(data),
    };
  });
}

/** Without what cannot cross the boundary. */
function inWords({ type, description }: OptionDescription): OptionDescription {
  return { type, description };
}
