// lab.dataset(): has the worker read a data set.
import { proxy } from 'comlink';
import { type Connection, call } from './call';
import { Dataset } from './dataset';
import { type DatasetSource, type OpenDatasetOptions, portableSource } from './dataset-source';
import { InvalidOptionError } from './errors';
import type { DatasetProgress } from './protocol';
import { rasterizeSvg } from './rasterize-svg';

let requests = 0;

/** @throws as `Lab.dataset` says */
export async function openDataset(
  connection: Connection,
  source: DatasetSource,
  { onProgress, signal, ...options }: OpenDatasetOptions = {},
): Promise<Dataset> {
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw new InvalidOptionError('onProgress', onProgress, 'a function');
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw new InvalidOptionError('signal', signal, 'an AbortSignal');
  signal?.throwIfAborted();
  const crossing = await portableSource(source);
  signal?.throwIfAborted();
  const request = ++requests;
  const stop = () => void call(connection, (api) => api.stopDataset(request)).catch(() => {});
  signal?.addEventListener('abort', stop);
  try {
    const opened = await call(connection, (api) =>
      api.openDataset(
        { request, source: crossing, options: options as Record<string, unknown> },
        proxy((progress: DatasetProgress) => onProgress?.(progress)),
        proxy(rasterizeSvg),
      ),
    );
    const dataset = new Dataset(connection, opened);
    if (!signal?.aborted) return dataset;
    await dataset.dispose();
    throw signal.reason;
  } catch (error) {
    signal?.throwIfAborted();
    if ((error as Error).name !== 'DataCloneError') throw error;
    const allowed = `what can be sent to a worker (${(error as Error).message})`;
    throw new InvalidOptionError('source', source, allowed);
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
