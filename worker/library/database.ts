// Opens a database for as long as it is worked with, and says in our own words why it cannot be had.
import { type DBSchema, type IDBPDatabase, type OpenDBCallbacks, openDB } from 'idb';
import { StorageError, TrainlabError } from '../../src/errors';

/** A page that holds an older connection, or a deletion that waits for one, must not keep a save waiting for good. */
const PATIENCE_MS = 8000;

/**
 * Each piece of work has a connection of its own: a deletion, or a newer version in another tab, waits for none.
 * @throws StorageError where the browser fails; what `work` throws of ours as it is
 */
export async function withDatabase<S extends DBSchema, T>(
  name: string,
  version: number,
  upgrade: NonNullable<OpenDBCallbacks<S>['upgrade']>,
  work: (database: IDBPDatabase<S>) => Promise<T>,
): Promise<T> {
  const database = await open<S>(name, version, upgrade);
  try {
    return await work(database);
  } catch (error) {
    throw error instanceof TrainlabError ? error : await storageError(error, name);
  } finally {
    database.close();
  }
}

async function open<S extends DBSchema>(
  name: string,
  version: number,
  upgrade: NonNullable<OpenDBCallbacks<S>['upgrade']>,
): Promise<IDBPDatabase<S>> {
  let late = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late = true;
      const why = `The database "${name}" is blocked by another page of this site: close its other tabs`;
      reject(new StorageError('blocked', `${why}, or let it end what it does.`));
    }, PATIENCE_MS);
  });
  const opening = (async () =>
    openDB<S>(name, version, {
      upgrade,
      blocking: (_, __, event) => (event.target as IDBDatabase).close(),
    }))();
  // One that comes too late must not block others.
  opening.then((database) => late && database.close()).catch(() => {});
  try {
    return await Promise.race([opening, patience]);
  } catch (error) {
    if (error instanceof TrainlabError) throw error;
    if (WITHOUT.includes((error as Error)?.name)) throw unavailable(error as Error);
    throw await storageError(error, name);
  } finally {
    clearTimeout(timer);
  }
}

/** What browsers throw that give a page no storage. */
const WITHOUT = ['SecurityError', 'InvalidStateError', 'NotSupportedError', 'ReferenceError', 'TypeError'];

function unavailable(cause: Error): StorageError {
  const why = 'a private window, a sandboxed frame or a setting of the browser';
  return new StorageError(
    'unavailable',
    `This page has no storage: ${why} (${cause.name}: ${cause.message}).`,
    cause,
  );
}

async function storageError(error: unknown, name: string): Promise<StorageError> {
  const cause = error as Error;
  const said = `${cause?.name ?? 'Error'}: ${cause?.message ?? error}`;
  if (cause?.name === 'QuotaExceededError') {
    const { usage, quota } = (await navigator.storage?.estimate().catch(() => undefined)) ?? {};
    const room = quota === undefined ? '' : ` (${megabytes(usage ?? 0)} of ${megabytes(quota)} MB are taken)`;
    const what = `The browser gives this site no more storage${room}`;
    return new StorageError('quota', `${what}: remove what is not needed. Nothing was written.`, cause);
  }
  if (cause?.name === 'VersionError') {
    return new StorageError(
      'newer',
      `The database "${name}" is of a newer version of this package (${said}).`,
      cause,
    );
  }
  return new StorageError('lost', `The browser's storage broke off (${said}).`, cause);
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
