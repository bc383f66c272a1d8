// The address of the page: which experiment and options a link presets, and the link that repeats a run.
import type { BackendName, ExperimentDescription, HyperparameterValue, Result } from 'trainlab';

export interface Preset {
  experiment?: string;
  backend?: BackendName;
  threads?: number;
  /** Start training as soon as the lab is there. */
  autostart: boolean;
  /** Everything else, named as the options are: hyperparameters, `preset` and `seed`; and what is not understood. */
  options: Record<string, string>;
}

const backends: readonly BackendName[] = ['webgpu', 'wasm', 'cpu'];

export function readLink(search: string): Preset {
  const { experiment, threads, autostart, ...options } = Object.fromEntries(new URLSearchParams(search));
  const backend = backends.find((name) => name === options.backend);
  if (backend) delete options.backend;
  return {
    experiment,
    backend,
    threads: threads ? Number(threads) : undefined,
    autostart: autostart !== undefined && autostart !== 'false',
    options,
  };
}

/** The address that trains the same again: the same seed, and every hyperparameter that is not the default. */
export function linkTo(result: Result, description: ExperimentDescription): string {
  const parameters = new URLSearchParams({ experiment: result.experiment });
  for (const [name, value] of Object.entries(result.hyperparameters as Record<string, HyperparameterValue>)) {
    if (description.hyperparameters[name]?.default !== value) parameters.set(name, String(value));
  }
  parameters.set('seed', String(result.seed));
  parameters.set('backend', result.backend);
  if (result.backend === 'wasm') parameters.set('threads', String(result.threads));
  return `?${parameters}`;
}
