// Lets one lab at a time write a model of a name, over all tabs of a site.
import { StorageError } from '../../src/errors';

const lockName = (model: string) => `trainlab model ${model}`;
const HOLDER = 'trainlab holder ';

interface Holder {
  model: string;
  page: string;
  /** As text, such as `2026-01-31T12:00:00.000Z`. */
  since: string;
}

/** Pages over plain http have no locks: there, transactions alone keep models whole, and the last one wins. */
const locks = () => (navigator as { locks?: LockManager }).locks;

/**
 * Holds the name of a model while `work` goes on.
 * @param page whose lab it is, for whoever else wants the name
 * @throws StorageError at once if another lab holds it, saying whose that is
 */
export async function whileHolding<T>(model: string, page: string, work: () => Promise<T>): Promise<T> {
  const manager = locks();
  if (!manager) return work();
  return manager.request(lockName(model), { ifAvailable: true }, async (lock) => {
    if (!lock) throw await busy(manager, model);
    const holder: Holder = { model, page, since: new Date().toISOString() };
    return manager.request(HOLDER + JSON.stringify(holder), { mode: 'shared' }, work);
  }) as Promise<T>;
}

/** Does `work` if nobody holds the name; never where there are no locks. */
export async function ifFree(model: string, work: () => Promise<void>): Promise<void> {
  await locks()?.request(lockName(model), { ifAvailable: true }, async (lock) => {
    if (lock) await work();
  });
}

async function busy(manager: LockManager, model: string): Promise<StorageError> {
  const { held = [] } = await manager.query();
  const holder = held
    .filter(({ name }) => name?.startsWith(HOLDER))
    .map(({ name }) => JSON.parse(name!.slice(HOLDER.length)) as Holder)
    .find((one) => one.model === model);
  const who = holder ? `A lab of ${holder.page} (since ${holder.since})` : 'Another lab of this site';
  return new StorageError(
    'busy',
    `${who} is writing the model ${JSON.stringify(model)}: try again when it is done.`,
  );
}
