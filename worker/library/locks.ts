// Lets one lab at a time write a model or a checkpoint of a name, over all tabs of a site.
import { StorageError } from '../../src/errors';

/** What is written, and whose lab writes it. */
export interface Writing {
  kind: 'model' | 'checkpoint';
  name: string;
  /** For whoever else wants the name. */
  page: string;
}

const lockName = ({ kind, name }: Pick<Writing, 'kind' | 'name'>) => `trainlab ${kind} ${name}`;
const HOLDER = 'trainlab holder ';

interface Holder extends Writing {
  /** As text, such as `2026-01-31T12:00:00.000Z`. */
  since: string;
}

interface Waiting {
  /** How long to wait for another lab, in milliseconds. */
  patience: number;
  signal: AbortSignal;
}

/** Pages over plain http have no locks: there, transactions alone keep things whole, and the last one wins. */
const locks = () => (navigator as { locks?: LockManager }).locks;

/**
 * Holds a name while `work` goes on.
 * @param waiting absent: not at all
 * @throws StorageError if another lab holds it, saying whose that is; the signal's reason once that is aborted
 */
export async function whileHolding<T>(
  writing: Writing,
  work: () => Promise<T>,
  waiting?: Waiting,
): Promise<T> {
  const manager = locks();
  if (!manager) return work();
  const holder: Holder = { ...writing, since: new Date().toISOString() };
  const { options, over } = optionsFor(waiting);
  let begun = false;
  const hold = async (lock: Lock | null): Promise<T> => {
    over();
    begun = true;
    if (!lock) throw await busy(manager, writing);
    return manager.request(HOLDER + JSON.stringify(holder), { mode: 'shared' }, work) as Promise<T>;
  };
  try {
    return await (manager.request(lockName(writing), options, hold) as Promise<T>);
  } catch (error) {
    if (begun || !waiting) throw error;
    waiting.signal.throwIfAborted();
    throw await busy(manager, writing);
  } finally {
    over();
  }
}

function optionsFor(waiting: Waiting | undefined): { options: LockOptions; over(): void } {
  if (!waiting) return { options: { ifAvailable: true }, over() {} };
  const { patience, signal } = waiting;
  const ending = new AbortController();
  const end = () => ending.abort();
  const timer = setTimeout(end, patience);
  if (signal.aborted) end();
  signal.addEventListener('abort', end);
  return {
    options: { signal: ending.signal },
    over() {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    },
  };
}

/** Resolves when a name is held; then it is until it is released. Throws as `whileHolding` does. */
export function hold(writing: Writing, waiting?: Waiting): Promise<{ release(): void }> {
  return new Promise((resolve, reject) => {
    const held = () => new Promise<void>((release) => resolve({ release }));
    whileHolding(writing, held, waiting).catch(reject);
  });
}

/** Does `work` if nobody holds the name; never where there are no locks. */
export async function ifFree(what: Pick<Writing, 'kind' | 'name'>, work: () => Promise<void>): Promise<void> {
  await locks()?.request(lockName(what), { ifAvailable: true }, async (lock) => {
    if (lock) await work();
  });
}

async function busy(manager: LockManager, { kind, name }: Writing): Promise<StorageError> {
  const { held = [] } = await manager.query();
  const holder = held
    .filter((one) => one.name?.startsWith(HOLDER))
    .map((one) => JSON.parse(one.name!.slice(HOLDER.length)) as Holder)
    .find((one) => one.kind === kind && one.name === name);
  const who = holder ? `A lab of ${holder.page} (since ${holder.since})` : 'Another lab of this site';
  return new StorageError(
    'busy',
    `${who} is writing the ${kind} ${JSON.stringify(name)}: try again when it is done.`,
  );
}
