// The library: models by name, kept by the browser for this site. A save takes effect in one transaction, after what
// it wrote was read back: whatever breaks off before leaves the earlier model as it was.
import type { DBSchema, IDBPDatabase } from 'idb';
import { InvalidOptionError, ModelNotFoundError, StorageError } from '../../src/errors';
import type { ModelRecord, SavedModel } from '../../src/protocol';
import { checksumOf } from '../data/crc32';
import type { KeptNetwork } from '../experiment';
import { type Packed, pack, unpack } from '../network/packed-data';
import { withDatabase } from './database';
import { ifFree, whileHolding } from './locks';

/** All of a model: what goes into the library and what comes back. */
export interface KeptModel {
  network: KeptNetwork;
  record: ModelRecord;
  /** Plain data. */
  optimizer?: unknown;
}

interface Entry {
  date: number;
  bytes: number;
  record: ModelRecord;
  network: Omit<KeptNetwork, 'bytes'>;
  /** Key of its part, and what that must add up to. */
  part: string;
  checksum: number;
  optimizer: boolean;
}

interface Part {
  weights: ArrayBuffer;
  optimizer?: Packed;
}

interface Schema extends DBSchema {
  models: { key: string; value: Entry };
  /** The bytes, apart from the entries, so that a list of models reads none. */
  parts: { key: string; value: Part };
  /** Parts that no entry names yet; what a save leaves behind that broke off is cleared by the next one. */
  unfinished: { key: string; value: { model: string } };
}

type Database = IDBPDatabase<Schema>;

const STRICT = { durability: 'strict' } as const;

/** @param page whose lab it is, for labs that find a name taken */
export function createLibrary(page: () => string) {
  let last: Promise<unknown> = Promise.resolve();

  const withLibrary = <T>(work: (database: Database) => Promise<T>): Promise<T> =>
    withDatabase<Schema, T>(
      'trainlab',
      1,
      (database) => {
        for (const store of ['models', 'parts', 'unfinished'] as const) database.createObjectStore(store);
      },
      work,
    );

  /** One after the other in this lab; not at the same time as another lab. */
  function write<T>(names: string[], work: (database: Database) => Promise<T>): Promise<T> {
    const hold = [...new Set(names)].reduce<() => Promise<T>>(
      (inner, name) => () => whileHolding({ kind: 'model', name, page: page() }, inner),
      () => withLibrary(work),
    );
    const turn = last.then(hold, hold);
    last = turn.catch(() => {});
    return turn;
  }

  return {
    /**
     * @throws InvalidOptionError for a name that is taken, unless it may be overwritten
     * @throws StorageError if not all of it could be written and read back; then nothing is changed
     */
    async save(name: string, { network, record, optimizer }: KeptModel, overwrite: boolean): Promise<void> {
      const { bytes: weights, ...rest } = network;
      const part: Part = { weights, ...(optimizer !== undefined && { optimizer: pack(optimizer) }) };
      await write([name], async (database) => {
        if (!overwrite) checkFree(name, await database.getKey('models', name));
        await clearUnfinished(database, name);
        const key = randomKey();
        try {
          const sum = await writePart(database, key, name, part);
          const entry: Entry = {
            ...{ date: Date.now(), bytes: weights.byteLength + (part.optimizer?.bytes.length ?? 0) },
            ...{ record, network: rest, part: key, checksum: sum, optimizer: optimizer !== undefined },
          };
          await putEntry(database, name, entry, overwrite);
        } catch (error) {
          await clearPart(database, key).catch(() => {});
          throw error;
        }
      });
    },

    list: (): Promise<SavedModel[]> =>
      withLibrary(async (database) => {
        const { store } = database.transaction('models');
        const [names, entries] = await Promise.all([store.getAllKeys(), store.getAll()]);
        return entries.map(({ date, bytes, optimizer, record }, i) => {
          const { experiment, metrics, dataset, classes } = record;
          return {
            ...{ name: names[i]!, experiment, date, bytes, metrics, optimizer },
            ...(dataset && { dataset }),
            ...(classes && { classes }),
          };
        });
      }),

    /**
     * @throws ModelNotFoundError
     * @throws StorageError if it is not what was saved
     */
    load: (name: string): Promise<KeptModel> =>
      withLibrary(async (database) => {
        const transaction = database.transaction(['models', 'parts']);
        const entry = await transaction.objectStore('models').get(name);
        if (!entry) throw new ModelNotFoundError(name);
        const part = await transaction.objectStore('parts').get(entry.part);
        if (!part || (await sumOf(part)) !== entry.checksum) {
          throw new StorageError(
            'corrupt',
            `The model ${JSON.stringify(name)} is not what was saved: remove it.`,
          );
        }
        return {
          ...{ network: { ...entry.network, bytes: part.weights }, record: entry.record },
          ...(part.optimizer && { optimizer: unpack(part.optimizer) }),
        };
      }),

    /** @throws ModelNotFoundError */
    remove: (name: string): Promise<void> =>
      write([name], async (database) => {
        const transaction = database.transaction(['models', 'parts'], 'readwrite', STRICT);
        const entry = await transaction.objectStore('models').get(name);
        if (entry) {
          transaction.objectStore('models').delete(name);
          transaction.objectStore('parts').delete(entry.part);
        }
        await transaction.done;
        if (!entry) throw new ModelNotFoundError(name);
      }),

    /**
     * @throws ModelNotFoundError
     * @throws InvalidOptionError if the new name is taken
     */
    rename: (from: string, to: string): Promise<void> =>
      write([from, to].sort(), async (database) => {
        const transaction = database.transaction('models', 'readwrite', STRICT);
        const { store } = transaction;
        const [entry, other] = await Promise.all([store.get(from), store.getKey(to)]);
        const possible = entry && (other === undefined || from === to);
        if (possible && from !== to) {
          store.put(entry, to);
          store.delete(from);
        }
        await transaction.done;
        if (!entry) throw new ModelNotFoundError(from);
        if (!possible) checkFree(to, other, 'new');
      }),
  };
}

function checkFree(name: string, found: string | undefined, field = 'name'): void {
  if (found === undefined) return;
  const way = field === 'name' ? ', or overwrite: true beside it' : '';
  throw new InvalidOptionError(field, name, `a name that no saved model has${way}`);
}

/** @returns its checksum, once what lies there is what was to be written */
async function writePart(database: Database, key: string, model: string, part: Part): Promise<number> {
  const sum = await sumOf(part);
  const transaction = database.transaction(['parts', 'unfinished'], 'readwrite', STRICT);
  // A request that fails fails the transaction, which says why.
  transaction
    .objectStore('unfinished')
    .put({ model }, key)
    .catch(() => {});
  transaction
    .objectStore('parts')
    .put(part, key)
    .catch(() => {});
  await transaction.done;
  const written = await database.get('parts', key);
  if (written && (await sumOf(written)) === sum) return sum;
  throw new StorageError(
    'corrupt',
    `The model ${JSON.stringify(model)} does not read back as it was written.`,
  );
}

async function putEntry(database: Database, name: string, entry: Entry, overwrite: boolean): Promise<void> {
  const transaction = database.transaction(['models', 'parts', 'unfinished'], 'readwrite', STRICT);
  const models = transaction.objectStore('models');
  const [earlier, part] = await Promise.all([
    models.get(name),
    transaction.objectStore('parts').getKey(entry.part),
  ]);
  const taken = earlier !== undefined && !overwrite;
  if (!taken && part !== undefined) {
    models.put(entry, name).catch(() => {});
    transaction
      .objectStore('unfinished')
      .delete(entry.part)
      .catch(() => {});
    if (earlier)
      transaction
        .objectStore('parts')
        .delete(earlier.part)
        .catch(() => {});
  }
  await transaction.done;
  if (taken) checkFree(name, name);
  if (part === undefined) {
    throw new StorageError(
      'lost',
      `What was written of ${JSON.stringify(name)} was deleted by another page.`,
    );
  }
}

async function clearPart(database: Database, key: string): Promise<void> {
  const transaction = database.transaction(['parts', 'unfinished'], 'readwrite');
  transaction
    .objectStore('parts')
    .delete(key)
    .catch(() => {});
  transaction
    .objectStore('unfinished')
    .delete(key)
    .catch(() => {});
  await transaction.done;
}

/** Gives back what saves left behind that broke off: of this name, and of others that nobody is saving. */
async function clearUnfinished(database: Database, held: string): Promise<void> {
  for (const key of await database.getAllKeys('unfinished')) {
    const model = (await database.get('unfinished', key))?.model;
    if (model === undefined) continue;
    if (model === held) await clearPart(database, key);
    else await ifFree({ kind: 'model', name: model }, () => clearPart(database, key));
  }
}

function sumOf({ weights, optimizer }: Part): Promise<number> {
  const state = optimizer ? [optimizer.json, optimizer.bytes as Uint8Array<ArrayBuffer>] : [];
  return checksumOf(new Blob([weights, ...state]));
}

function randomKey(): string {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((word) => word.toString(16)).join('-');
}
