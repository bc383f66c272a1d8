// What makes a worker file: a session behind Comlink, and the word that it listens.
import { expose } from 'comlink';
import type { WorkerReady } from '../src/protocol';
import type { AnyExperiment, Registry } from './experiment';
import { type OwnExperiment, type OwnModule, readExperiment } from './own/module';
import { checkName } from './session/register';
import { createSession } from './session/session';

let offered: Readonly<Record<string, unknown>> = {};
let chosen = false;
let late = false;

/**
 * Says which experiments this worker has, in a worker file of a page's own; without it, it has the built-in ones.
 * They are checked as the lab starts: `createLab` rejects with an `ExperimentModuleError` for one that lacks a part.
 * @param experiments by name: experiments, functions that make them, or whole modules
 * @throws Error if called twice, or after an `await`: a lab may have started then
 */
export function serve(experiments: Readonly<Record<string, OwnExperiment | OwnModule>>): void {
  if (chosen) throw new Error('serve() was called before: one call names all experiments of the worker.');
  if (late) throw new Error('serve() comes too late: call it as the worker file begins, before any await.');
  chosen = true;
  offered = experiments;
}

/**
 * Listens, once for a worker.
 * @param standard what the worker has unless `serve` says otherwise
 */
export function listen(standard: Registry): void {
  offered = standard;
  setTimeout(() => {
    late = true;
  });
  expose(createSession(() => (chosen ? read(offered) : Promise.resolve(standard))));
  const listening = () => postMessage({ trainlab: 'listening' } satisfies WorkerReady);
  addEventListener('message', ({ data }) => {
    if (data?.trainlab === 'listening?') listening();
  });
  listening();
}

async function read(given: Readonly<Record<string, unknown>>): Promise<Record<string, AnyExperiment>> {
  const experiments: Record<string, AnyExperiment> = {};
  for (const [name, one] of Object.entries(given)) {
    checkName(name);
    experiments[name] = await readExperiment(one, name);
  }
  return experiments;
}
