// One call across the boundary: unwraps the reply, and rejects when the lab ends first.
import type { Remote } from 'comlink';
import { fromWire } from './errors';
import type { Reply, WorkerApi } from './protocol';

/** What handles share of their lab: the worker's methods, and how it ended, if it did. */
export interface Connection {
  api: Remote<WorkerApi>;
  /** Rejects when the lab ends. */
  ended: Promise<never>;
  /** Why it ended; `undefined` while it lives. */
  end?: Error;
}

export async function call<T>(
  connection: Connection,
  ask: (api: Remote<WorkerApi>) => Promise<Reply<T>>,
): Promise<T> {
  if (connection.end) throw connection.end;
  const reply = await Promise.race([connection.ended, ask(connection.api)]);
  if (!reply.ok) throw fromWire(reply.error);
  return reply.value;
}
