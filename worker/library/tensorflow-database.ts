// TensorFlow.js' own database, `indexeddb://NAME`: written in one transaction and read back. TensorFlow.js' handler
// resolves on the request, so that a save into full storage seems to succeed, and spoils what was there.
import { io } from '@tensorflow/tfjs-core';
import type { DBSchema, IDBPDatabase } from 'idb';
import { ModelNotFoundError, StorageError } from '../../src/errors';
import { checksumOf } from '../data/crc32';
import { withDatabase } from './database';
import { whileHolding } from './locks';

interface Stored {
  modelPath: string;
  modelArtifacts: io.ModelArtifacts & { weightData?: ArrayBuffer };
  modelArtifactsInfo: io.ModelArtifactsInfo;
}

interface Schema extends DBSchema {
  models_store: { key: string; value: Stored };
  model_info_store: { key: string; value: Omit<Stored, 'modelArtifacts'> };
}

const STORES = ['models_store', 'model_info_store'] as const;

const withTensorflow = <T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> =>
  withDatabase<Schema, T>(
    'tensorflowjs',
    1,
    (database) => {
      for (const store of STORES) database.createObjectStore(store, { keyPath: 'modelPath' });
    },
    work,
  );

export const SCHEME = 'indexeddb://';

/**
 * Saves a model so that `tf.loadLayersModel('indexeddb://NAME')` opens it; one of that name is replaced.
 * @throws StorageError if not all of it could be written and read back; then the earlier one is as it was
 */
export async function saveForTensorflow(
  name: string,
  artifacts: io.ModelArtifacts,
  page: string,
): Promise<void> {
  const weightData = io.CompositeArrayBuffer.join(artifacts.weightData);
  const modelArtifacts = { ...artifacts, weightData };
  const info = { modelPath: name, modelArtifactsInfo: io.getModelArtifactsInfoForJSON(modelArtifacts) };
  await whileHolding({ kind: 'model', name: SCHEME + name, page }, () =>
    withTensorflow(async (database) => {
      const earlier = await database.get('models_store', name);
      await put(database, { ...info, modelArtifacts });
      const written = await database.get('models_store', name);
      const found = written?.modelArtifacts.weightData;
      const sumOf = (bytes: ArrayBuffer) => checksumOf(new Blob([bytes]));
      if (found && (await sumOf(found)) === (await sumOf(weightData))) return;
      if (earlier) await put(database, earlier);
      throw new StorageError('corrupt', `${SCHEME}${name} does not read back as it was written.`);
    }),
  );
}

async function put(database: IDBPDatabase<Schema>, stored: Stored): Promise<void> {
  const transaction = database.transaction(STORES, 'readwrite', { durability: 'strict' });
  const { modelArtifacts: _, ...info } = stored;
  // A request that fails fails the transaction, which says why.
  transaction
    .objectStore('models_store')
    .put(stored)
    .catch(() => {});
  transaction
    .objectStore('model_info_store')
    .put(info)
    .catch(() => {});
  await transaction.done;
}

/** @throws ModelNotFoundError */
export function loadForTensorflow(name: string): Promise<io.ModelArtifacts> {
  return withTensorflow(async (database) => {
    const stored = await database.get('models_store', name);
    if (!stored) throw new ModelNotFoundError(SCHEME + name);
    return stored.modelArtifacts;
  });
}
