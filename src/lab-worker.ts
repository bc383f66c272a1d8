// The lab's worker: started, watched, and started again in its place where it ends by itself. What the page holds
// handles of comes back in the new one.
import { proxy, type Remote, releaseProxy, wrap } from 'comlink';
import { type Connection, WorkerLost } from './call';
import { BackendUnavailableError, fromWire, WorkerFailedError } from './errors';
import type { AnyRunEvent, BackendName, Reply, StartReply, StartRequest, WorkerApi } from './protocol';
import { failureOf, listening, startWorker, type WorkerChoice } from './start-worker';
import { createWatch, type Watch } from './watch';

/** A worker that ends so often in a row, without an answer in between, is not started again. */
const MOST_RESTARTS = 3;

export interface LabWorkerOptions extends WorkerChoice {
  request: StartRequest;
  startTimeout: number;
  /** How long the worker may be silent while it is asked something, in milliseconds. */
  stallTimeout: number;
  onEvent(event: AnyRunEvent): void;
  /** Hears bytes to start a run again with. */
  onCheckpoint(run: number, state: unknown): void;
  /** Another worker has taken the place of one that ended for this reason. */
  onRestart(reason: Error, reply: StartReply): void;
}

export interface LabWorker {
  connection: Connection;
  /** Resolves when the first worker has started. */
  start(): Promise<StartReply>;
  /** Ends the worker, and takes another one: its memory cannot be trusted any more. */
  replace(reason: Error): void;
  /** Ends the lab. */
  end(reason: Error): void;
}

interface Life {
  worker: Worker;
  address?: URL;
  over: boolean;
  /** Until it has answered for the first time. */
  starting: boolean;
  /** Why it failed to start. */
  fault?: Error;
  api: Remote<WorkerApi>;
  watch?: Watch;
  /** Ends the wait for the worker's death. */
  letGo: AbortController;
}

let labs = 0;

export function createLabWorker(options: LabWorkerOptions): LabWorker {
  const { request, startTimeout, stallTimeout, onEvent, onCheckpoint, onRestart } = options;
  const waiting: Connection['waiting'] = new Set();
  let life = born();
  const connection: Connection = {
    ...{ api: asked(life), waiting, revivals: new Map() },
    replace: (reason) => lose(life, reason),
  };
  let backend: BackendName | undefined;
  /** Restarts since the worker last answered, and backends that ended more than once in that time. */
  let [restarts, failed] = [0, new Map<BackendName, number>()];
  const lab = `${++labs}-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;

  function born(): Life {
    const { worker, address } = startWorker(options);
    const one: Life = {
      ...{ worker, address, over: false, starting: true, api: wrap<WorkerApi>(worker) },
      letGo: new AbortController(),
    };
    worker.addEventListener('error', (event) => lose(one, failureOf(event, address)));
    worker.addEventListener('messageerror', () => lose(one, failureOf()));
    return one;
  }

  function close(one: Life): void {
    one.over = true;
    one.letGo.abort();
    one.watch?.stop();
    one.worker.terminate();
    one.api[releaseProxy]();
  }

  function tell(reason: unknown): void {
    const all = [...waiting];
    waiting.clear();
    for (const reject of all) reject(reason);
  }

  function end(reason: Error): void {
    if (connection.end) return;
    connection.end = reason;
    if (!life.over) close(life);
    tell(reason);
  }

  /** Before the first answer, or with a worker that the page has made, there is nothing to start again. */
  function lose(one: Life, reason: Error): void {
    if (one.over || connection.end) return;
    if (one.starting) {
      // What waits for it hears of that.
      one.fault ??= reason;
      one.letGo.abort();
      return;
    }
    if (!backend || options.worker || ++restarts > MOST_RESTARTS) {
      end(reason);
      return;
    }
    close(one);
    failed.set(backend, (failed.get(backend) ?? 0) + 1);
    const restarting = restart(reason).catch((error) => end(error));
    connection.restarting = restarting;
    restarting.then(() => {
      if (connection.restarting === restarting) connection.restarting = undefined;
    });
    tell(new WorkerLost(reason));
  }

  async function restart(reason: Error): Promise<void> {
    life = born();
    const mine = life;
    // The same once more, then the next one that works.
    const left = request.backends.filter((name) => (failed.get(name) ?? 0) < 2);
    const backends = left.length > 0 ? left : request.backends;
    const reply = await begin(mine, { ...request, backends }).catch((error) => {
      if (error instanceof BackendUnavailableError) throw reason;
      // It may have been ended while it started.
      if (!connection.end && ++restarts > MOST_RESTARTS) throw error;
    });
    if (connection.end) return;
    if (!reply) {
      close(mine);
      return restart(reason);
    }
    connection.api = asked(mine);
    mine.watch?.begin();
    for (const revive of connection.revivals.values()) {
      // What does not come back is gone, as a handle of it then says.
      await revive(asked(mine)).catch(() => {});
      if (mine.over) return;
    }
    mine.watch?.end();
    onRestart(reason, reply);
  }

  async function begin(one: Life, how: StartRequest): Promise<StartReply> {
    await within(one, listening(one.worker, one.address, startTimeout));
    const lock = `trainlab worker ${lab} ${restarts}`;
    const help = {
      checkpointed: onCheckpoint,
      lost: (cause: string) => lose(one, new WorkerFailedError(cause)),
    };
    const heard = (event: AnyRunEvent) => {
      if (one.over) return;
      one.watch?.heard();
      onEvent(event);
    };
    const watch = createWatch({
      ping: () => one.api.ping(),
      patience: stallTimeout,
      onStuck: (silence) => lose(one, stuck(silence)),
    });
    one.watch = watch;
    watch.begin();
    const asked: Promise<Reply<StartReply>> = one.api.start({ ...how, lock }, proxy(heard), proxy(help));
    const reply = await within(one, asked).finally(watch.end);
    if (!reply.ok) throw fromWire(reply.error);
    backend = reply.value.backend;
    one.starting = false;
    awaitDeath(one, lock);
    connection.watch = {
      begin: watch.begin,
      end() {
        watch.end();
        [restarts, failed] = one.over ? [restarts, failed] : [0, new Map()];
      },
    };
    return reply.value;
  }

  /** Rejects with why the worker ended, if it does before. */
  function within<T>(one: Life, promise: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const worker = one.worker;
      const signal = one.letGo.signal;
      worker.addEventListener('error', (event) => reject(failureOf(event, one.address)), { signal });
      signal.addEventListener('abort', () => reject(one.fault ?? connection.end ?? failureOf()));
      promise.then(resolve, reject);
    });
  }

  /** A worker that is terminated says nothing; but the lock that it held is free. */
  function awaitDeath(one: Life, lock: string): void {
    const { signal } = one.letGo;
    const dead = () => lose(one, new WorkerFailedError('The worker was ended from outside, or it crashed.'));
    navigator.locks?.request(lock, { signal, mode: 'shared' }, dead).catch(() => {});
  }

  return {
    connection,
    async start() {
      try {
        return await begin(life, request);
      } catch (error) {
        end(error as Error);
        throw error;
      }
    },
    replace: (reason) => lose(life, reason),
    end,
  };
}

function stuck(silence: number): WorkerFailedError {
  const seconds = Math.round(silence / 1000);
  return new WorkerFailedError(`The worker gave no sign of life for ${seconds} s (stallTimeout).`);
}

/** Its methods all give promises as they are. */
const asked = ({ api }: Life) => api as unknown as WorkerApi;
