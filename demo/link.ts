// The address of the page: which experiment and options a link presets, and the link that repeats a run.
import type { BackendName, ExperimentDescription, HyperparameterValue, Lab, Result } from 'trainlab';

export interface Preset {
  experiment?: string;
  backend?: BackendName;
  threads?: number;
  /** Start training as soon as the lab is there. */
  autostart: boolean;
  /** Experiments to register, `NAME:ADDRESS` each, of this page's own origin: a link must not bring foreign code. */
  register: string[];
  /** Everything else, named as the options are: hyperparameters, `preset` and `seed`; and what is not understood. */
  options: Record<string, string>;
}

const backends: readonly BackendName[] = ['webgpu', 'wasm', 'cpu'];

export function readLink(search: string): Preset {
  const parameters = new URLSearchParams(search);
  const { experiment, threads, autostart, register: _, ...options } = Object.fromEntries(parameters);
  const backend = backends.find((name) => name === options.backend);
  if (backend) delete options.backend;
  return {
    experiment,
    backend,
    threads: threads ? Number(threads) : undefined,
    register: parameters.getAll('register'),
    autostart: autostart !== undefined && autostart !== 'false',
    options,
  };
}

/** The address that trains the same again: the same seed, and every hyperparameter that is not the default. */
export function linkTo(result: Result, description: ExperimentDescription): string {
  const parameters = new URLSearchParams({ experiment: result.experiment });
  for (const one of readLink(location.search).register) parameters.append('register', one);
  for (const [name, value] of Object.entries(result.hyperparameters as Record<string, HyperparameterValue>)) {
    if (description.hyperparameters[name]?.default !== value) parameters.set(name, String(value));
  }
  parameters.set('seed', String(result.seed));
  parameters.set('backend', result.backend);
  if (result.backend === 'wasm') parameters.set('threads', String(result.threads));
  return `?${parameters}`;
}

/** Registers what a link names; gives what went wrong, in sentences. */
export async function registerAll(lab: Lab, register: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  for (const one of register) {
    const [, name = one, address = ''] = /^([^:]*):(.*)$/s.exec(one) ?? [];
    try {
      const url = new URL(address, document.baseURI);
      if (url.origin !== location.origin)
        throw new Error(`register=${one} is of another origin than this page`);
      await lab.register(name, url);
    } catch (error) {
      faults.push((error as Error).message);
    }
  }
  return faults;
}
