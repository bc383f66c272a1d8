// The data sets that the page holds handles of. Parts share their examples; runs hold those they use.
import { DatasetDisposedError, InvalidOptionError } from '../../src/errors';
import type {
  DatasetDescription,
  DatasetExample,
  DatasetHelp,
  DatasetReference,
  LabelledPicture,
  OpenDatasetRequest,
  OpenedDataset,
} from '../../src/protocol';
import type { Dataset } from '../data/dataset';
import { readDatasetOptions, readSplitOptions } from '../data/dataset-options';
import { openDataset } from '../data/open-dataset';
import { preview } from '../data/preview';
import { splitDataset } from '../data/split-dataset';

/** What a run holds until it releases it. */
export interface HeldDatasets {
  datasetOf(reference: DatasetReference): Dataset;
  release(): void;
}

const MOST_SHOWN = 1000;
/** Progress is told this often, in milliseconds. */
const INTERVAL = 50;

export type Datasets = ReturnType<typeof createDatasets>;

export function createDatasets() {
  const entries = new Map<number, Dataset>();
  const holders = new Map<Dataset, number>();
  const readings = new Map<number, AbortController>();
  let count = 0;

  function entry(id: number): Dataset {
    const found = entries.get(id);
    if (!found) throw new DatasetDisposedError('The data set was disposed.');
    return found;
  }

  function retain(dataset: Dataset): void {
    holders.set(dataset, (holders.get(dataset) ?? 0) + 1);
  }

  function release(dataset: Dataset): void {
    const left = holders.get(dataset)! - 1;
    if (left > 0) return void holders.set(dataset, left);
    holders.delete(dataset);
    dataset.dispose();
  }

  function add(dataset: Dataset, id = count + 1): OpenedDataset {
    retain(dataset);
    entries.set(id, dataset);
    count = Math.max(count, id);
    return { dataset: id, description: dataset.description };
  }

  async function using<T>(id: number, use: (dataset: Dataset) => Promise<T>): Promise<T> {
    const dataset = entry(id);
    retain(dataset);
    try {
      return await use(dataset);
    } finally {
      release(dataset);
    }
  }

  return {
    async open(
      { request, source, options, id }: OpenDatasetRequest,
      progress: DatasetHelp['progress'],
      rasterize: DatasetHelp['rasterize'],
    ): Promise<OpenedDataset> {
      const reading = new AbortController();
      const { signal } = reading;
      readings.set(request, reading);
      let due = 0;
      let reached = 0;
      try {
        const dataset = await openDataset(source, {
          options: readDatasetOptions(options),
          signal,
          rasterize,
          report(fraction, message, download) {
            reached = Math.min(1, Math.max(reached, fraction));
            if (performance.now() < due) return;
            due = performance.now() + INTERVAL;
            progress({ fraction: reached, message, ...download });
          },
        });
        if (signal.aborted) {
          dataset.dispose();
          throw signal.reason;
        }
        progress({ fraction: 1, message: 'Done' });
        return add(dataset, id);
      } finally {
        readings.delete(request);
      }
    },

    stop: (request: number): void => readings.get(request)?.abort(),

    async preview(id: number, shown: unknown): Promise<DatasetExample[]> {
      if (!Number.isInteger(shown) || (shown as number) < 1 || (shown as number) > MOST_SHOWN) {
        throw new InvalidOptionError('count', shown, `a whole number from 1 to ${MOST_SHOWN}`);
      }
      return using(id, (dataset) => preview(dataset, shown as number));
    },

    async split(id: number, how: unknown, as?: number): Promise<OpenedDataset> {
      const options = readSplitOptions(how);
      return using(id, async (whole) => {
        const part = await splitDataset(whole, options);
        retain(whole); // until its part is gone
        return add({ ...part, dispose: () => release(whole) }, as);
      });
    },

    async addPicture(id: number, one: LabelledPicture): Promise<DatasetDescription> {
      return using(id, async (dataset) => {
        if (!dataset.add) {
          const allowed = 'a data set of the page’s own pictures: lab.dataset({ pictures: [] })';
          throw new InvalidOptionError('dataset', `one of ${dataset.description.source}`, allowed);
        }
        await dataset.add(one);
        return dataset.description;
      });
    },

    /**
     * Keeps data sets alive, and as they are now, also when the page adds to them or disposes their handles.
     * @throws DatasetDisposedError if one is gone already; then none is held
     */
    hold(references: readonly DatasetReference[]): HeldDatasets {
      const held = new Map(references.map(({ labDataset }) => [labDataset, entry(labDataset)]));
      for (const dataset of held.values()) retain(dataset);
      const seen = new Map([...held].map(([id, dataset]) => [id, asItIs(dataset)]));
      return {
        datasetOf: ({ labDataset }) => seen.get(labDataset)!,
        release() {
          for (const dataset of held.values()) release(dataset);
        },
      };
    },

    dispose(id: number): void {
      const found = entries.get(id);
      if (!found) return;
      entries.delete(id);
      release(found);
    },
  };
}

/** Without what may be added to it from now on. */
function asItIs(dataset: Dataset): Dataset {
  const { train, test, description } = dataset;
  return {
    ...dataset,
    description: structuredClone(description),
    train: { count: train.count, read: (indices) => train.read(indices) },
    test: { count: test.count, read: (indices) => test.read(indices) },
  };
}
