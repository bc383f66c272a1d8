// Tries the backends in order and keeps the first that proves it can train.
import { removeBackend, setBackend } from '@tensorflow/tfjs-core';
import { BackendUnavailableError } from '../../src/errors';
import type { BackendName, BackendReport, StartRequest } from '../../src/protocol';
import type { OpenBackend } from './open';
import { probe } from './probe';

export interface ChosenBackend {
  backend: BackendName;
  threads: number;
  reports: BackendReport[];
  /** Resolves with the reason when the backend is gone; absent where it stays. */
  lost?: Promise<string>;
}

// Each backend is a chunk of its own, loaded only when it is tried.
const openers: Record<BackendName, () => Promise<{ open: OpenBackend }>> = {
  webgpu: () => import('./webgpu'),
  wasm: () => import('./wasm'),
  cpu: () => import('./cpu'),
};

/** @throws BackendUnavailableError with the reason of each when none can train. */
export async function chooseBackend(request: StartRequest): Promise<ChosenBackend> {
  const reports: BackendReport[] = [];
  let chosen: Omit<ChosenBackend, 'reports'> | undefined;
  for (const name of request.backends) {
    if (chosen) {
      reports.push({ name, state: 'not-tried' });
      continue;
    }
    try {
      const { threads, device, lost } = await tryBackend(name, request);
      chosen = { backend: name, threads, lost: lost?.() };
      reports.push({ name, state: 'running', threads, device });
    } catch (error) {
      reports.push({ name, state: 'passed-over', reason: reasonOf(error) });
    }
  }
  if (!chosen) {
    throw new BackendUnavailableError(Object.fromEntries(reports.map(({ name, reason }) => [name, reason])));
  }
  return { ...chosen, reports };
}

async function tryBackend(name: BackendName, request: StartRequest) {
  const { open } = await openers[name]();
  const opened = await open(request);
  try {
    if (!(await setBackend(name))) throw new Error('it did not start');
    await probe();
    return opened;
  } catch (error) {
    removeBackend(name);
    opened.close?.();
    throw error;
  }
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}
