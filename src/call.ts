// One call across the boundary: unwraps the reply, and rejects when the lab ends first.
import type { Remote } from 'comlink';
import { fromWire } from './errors';
import type { Reply, WorkerApi } from './protocol';

/** What handles share of their lab: the worker's methods, and the promise that rejects when the lab ends. */
export interface Connection {
  api: Remote<WorkerApi>;
  ended: Promise<never>;
}

export async function call<T>(
  { api, ended }: Connection,
  ask: (api: Remote<WorkerApi>) => Promise<Reply<T>>,
): Promise<T> {
  const reply = await Promise.race([ended, ask(api)]);
  if (!reply.ok) throw fromWire(reply.error);
  return reply.value;
}
