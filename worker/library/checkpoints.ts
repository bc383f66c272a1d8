// The checkpoints that the browser keeps for this site, by name. Each takes the place of the one before in one
// transaction: what breaks off leaves that one as it was.
import type { DBSchema, IDBPDatabase } from 'idb';
import { CheckpointError } from '../../src/errors';
import { withDatabase } from './database';

interface Schema<Info, Bytes> extends DBSchema {
  /** Apart from the bytes, so that a list reads none. */
  infos: { key: string; value: Info & object };
  bytes: { key: string; value: Bytes & object };
}

const STRICT = { durability: 'strict' } as const;

export interface CheckpointStore<Info, Bytes> {
  /** @throws StorageError if it could not be written; the one before is then untouched */
  write(name: string, info: Info, bytes: Bytes): Promise<void>;
  /** @throws CheckpointError if there is none */
  read(name: string): Promise<Bytes>;
  list(): Promise<[name: string, info: Info][]>;
  remove(name: string): Promise<void>;
}

export function createCheckpointStore<Info, Bytes>(): CheckpointStore<Info, Bytes> {
  type S = Schema<Info, Bytes>;
  const withStore = <T>(work: (database: IDBPDatabase<S>) => Promise<T>): Promise<T> =>
    withDatabase<S, T>(
      'trainlab checkpoints',
      1,
      (database) => {
        database.createObjectStore('infos');
        database.createObjectStore('bytes');
      },
      work,
    );

  return {
    write: (name, info, bytes) =>
      withStore(async (database) => {
        const transaction = database.transaction(['infos', 'bytes'], 'readwrite', STRICT);
        // A request that fails fails the transaction, which says why.
        transaction
          .objectStore('infos')
          .put(info as never, name)
          .catch(() => {});
        transaction
          .objectStore('bytes')
          .put(bytes as never, name)
          .catch(() => {});
        await transaction.done;
      }),
    read: (name) =>
      withStore(async (database) => {
        const bytes = await database.get('bytes', name);
        if (!bytes) throw new CheckpointError('missing', `There is no checkpoint ${JSON.stringify(name)}.`);
        return bytes as Bytes;
      }),
    list: () =>
      withStore(async (database) => {
        const { store } = database.transaction('infos');
        const [names, infos] = await Promise.all([store.getAllKeys(), store.getAll()]);
        return names.map((name, i) => [String(name), infos[i] as Info]);
      }),
    remove: (name) =>
      withStore(async (database) => {
        const transaction = database.transaction(['infos', 'bytes'], 'readwrite', STRICT);
        const found = await transaction.objectStore('infos').getKey(name);
        transaction.objectStore('infos').delete(name);
        transaction.objectStore('bytes').delete(name);
        await transaction.done;
        if (found === undefined)
          throw new CheckpointError('missing', `There is no checkpoint ${JSON.stringify(name)}.`);
      }),
  };
}
