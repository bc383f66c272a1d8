// One call across the boundary: unwraps the reply, and asks again where another worker takes the place of one that
// ended by itself.
import { fromWire } from './errors';
import type { Reply, WorkerApi } from './protocol';

type Ask<T> = (api: WorkerApi) => Promise<Reply<T>>;

/** What handles share of their lab: the worker's methods, and how it ended, if it did. */
export interface Connection {
  /** Of the worker that lives now. */
  api: WorkerApi;
  /** Pending while another worker starts in the place of one that ended by itself. */
  restarting?: Promise<void>;
  /** Why the lab ended; `undefined` while it lives. */
  end?: Error;
  /** What waits for an answer: told when the worker or the lab ends. */
  readonly waiting: Set<(reason: unknown) => void>;
  /** What a worker that takes another's place is told, in this order: models, data sets, experiments. */
  readonly revivals: Map<string, (api: WorkerApi) => Promise<unknown>>;
  /** Has another worker take the place of one whose memory cannot be trusted any more. */
  replace?(reason: Error): void;
  /** Hears of every call that begins, and of its end. */
  watch?: { begin(): void; end(): void };
}

/** The worker ended by itself, and another one takes its place. */
export class WorkerLost {
  constructor(readonly reason: Error) {}
}

/** @throws what the worker answers with; why the lab ended, or why the worker did, twice */
export async function call<T>(connection: Connection, ask: Ask<T>): Promise<T> {
  try {
    return await callOnce(connection, ask);
  } catch (error) {
    // A trap, such as in the step of a prediction: runs see to theirs themselves.
    if ((error as Error).name === 'RuntimeError') connection.replace?.(error as Error);
    else if (!(error instanceof WorkerLost)) throw error;
  }
  return callOnce(connection, ask).catch((error) => {
    throw error instanceof WorkerLost ? error.reason : error;
  });
}

/**
 * Asks nothing again.
 * @throws WorkerLost if the worker ends before it answers
 */
export async function callOnce<T>(connection: Connection, ask: Ask<T>): Promise<T> {
  if (connection.end) throw connection.end;
  // Only then: what a page asks for next must not overtake what it has asked for.
  if (connection.restarting) await settled(connection, connection.restarting);
  if (connection.end) throw connection.end;
  connection.watch?.begin();
  try {
    const reply = await settled(connection, ask(connection.api));
    if (!reply.ok) throw fromWire(reply.error);
    return reply.value;
  } finally {
    connection.watch?.end();
  }
}

/** Not by Promise.race, which would keep every call for as long as the lab lives. */
function settled<T>({ waiting }: Connection, promise: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    waiting.add(reject);
    promise.then(resolve, reject).finally(() => waiting.delete(reject));
  });
}
