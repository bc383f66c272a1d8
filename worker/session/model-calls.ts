// What a page asks of its models, and of the library of those it has saved.
import { dispose } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InvalidInputError, InvalidOptionError } from '../../src/errors';
import type {
  ArraysSource,
  ExportedModel,
  LayerArray,
  ModelEvaluation,
  ModelRecord,
  ModelSummary,
  ModelWeight,
  SavedModel,
  WireModel,
} from '../../src/protocol';
import { readArrays } from '../data/arrays';
import type { Dataset, Preprocessing, ReadContext } from '../data/dataset';
import { isDatasetReference } from '../data/dataset-reference';
import type { AnyExperiment, Network, Outcome, Registry } from '../experiment';
import { FIT, ownNetwork } from '../fit';
import { inputsOf, outputsOf } from '../fit/outputs';
import { exportModel } from '../formats/export';
import { readNetworkSource } from '../formats/network-source';
import { openModel } from '../formats/open-model';
import { loadSaved, savedArtifacts } from '../formats/tfjs/saved-artifacts';
import { createLibrary, type KeptModel } from '../library/model-library';
import { loadForTensorflow, SCHEME, saveForTensorflow } from '../library/tensorflow-database';
import { activationsOf, filtersOf } from '../network/activations';
import { type EvaluationData, evaluate } from '../network/evaluate';
import { asLayersModel, buildNetwork, keepNetwork } from '../network/kept-network';
import { NETWORK } from '../network/model-record';
import { inputTensors, isShaped, networkInputs } from '../network/network-inputs';
import { summaryOf } from '../network/summary';
import { readWeights, setWeights } from '../network/weights';
import type { Datasets } from './datasets';
import type { Models } from './models';

/** What is known of a model that a training ends with. */
export function recordOf(
  experiment: string,
  { hyperparameters, seed }: Pick<ModelRecord, 'hyperparameters' | 'seed'>,
  { settings, classes, metrics, phases, history, dataset }: Outcome,
): ModelRecord {
  return {
    ...{ version: 1, experiment, hyperparameters, seed, metrics, phases, history, dataset },
    ...(settings !== undefined && { settings }),
    ...(classes && { classes: [...classes] }),
  };
}

/** What the page holds a copy of, in bytes of weights. */
const MOST_KEPT = 2 ** 28;

interface Lab {
  models: Models;
  datasets: Datasets;
  experiments: Registry;
  /** Address of its page. */
  page: () => string;
}

export function createModelCalls({ models, datasets, experiments, page }: Lab) {
  const library = createLibrary(page);

  function experimentOf(name: string): AnyExperiment {
    if (name === NETWORK || name === FIT) return ownNetwork;
    if (Object.hasOwn(experiments, name)) return experiments[name]!;
    throw new InvalidOptionError(
      'experiment',
      name,
      `one of ${Object.keys(experiments).join(', ')}, as the model has it`,
    );
  }

  /** Takes a network up as a model. */
  async function add(
    network: Network,
    record: ModelRecord,
    optimizer?: unknown,
    id?: number,
  ): Promise<WireModel> {
    const experiment = experimentOf(record.experiment);
    return {
      model: models.add(network, { experiment, record, optimizer }, id),
      experiment: record.experiment,
    };
  }

  async function open({ network: kept, record, optimizer }: KeptModel, id?: number): Promise<WireModel> {
    const experiment = experimentOf(record.experiment);
    const built = kept.kind === 'layers' ? buildNetwork(kept) : kept;
    if (built === kept && !experiment.restore) {
      throw new InvalidInputError(
        `Models of ${record.experiment} are networks of layers; this is a graph model.`,
      );
    }
    try {
      const network = (await experiment.restore?.(built, record.settings)) ?? (built as Network);
      return await add(network, record, optimizer, id);
    } catch (error) {
      if ('dispose' in built) built.dispose();
      throw error;
    }
  }

  const kept = (id: number): Promise<KeptModel> =>
    models.use(id, async ({ network, record, optimizer }) => ({
      network: await keepNetwork(network),
      record,
      ...(optimizer !== undefined && { optimizer: structuredClone(optimizer) }),
    }));

  return {
    record: (id: number): Promise<ModelRecord> => models.use(id, ({ record }) => record),

    summarize: (id: number): Promise<ModelSummary> =>
      models.use(id, ({ network }) => summaryOf(asLayersModel(network, 'summary'))),

    weights: (id: number): Promise<ModelWeight[]> =>
      models.use(id, ({ network }) => readWeights(asLayersModel(network, 'weights'))),

    setWeights: (id: number, weights: unknown): Promise<void> =>
      models.use(id, ({ network }) => setWeights(asLayersModel(network, 'setWeights'), weights)),

    /** @returns nothing for a model of more than 256 MB */
    async kept(id: number): Promise<KeptModel | undefined> {
      const all = await kept(id);
      return all.network.bytes.byteLength > MOST_KEPT ? undefined : all;
    },

    revive: (id: number, all: unknown): Promise<WireModel> => open(all as KeptModel, id),

    clone: async (id: number): Promise<WireModel> => open(await kept(id)),

    evaluate: (id: number, data: unknown, options: unknown): Promise<ModelEvaluation> =>
      models.use(id, ({ network, record }) => {
        const { batchSize, split } = readEvaluateOptions(options);
        const layers = asLayersModel(network, 'evaluate');
        if (!isDatasetReference(data))
          return evaluate(layers, evaluationData(arraysOf(data, record), record), batchSize);
        const held = datasets.hold([data]);
        return evaluate(layers, evaluationData(held.datasetOf(data), record, split), batchSize).finally(
          held.release,
        );
      }),

    activations: (id: number, input: unknown, layers: unknown): Promise<LayerArray[]> =>
      models.use(id, async (entry) => {
        const network = asLayersModel(entry.network, 'activations');
        const names = typeof layers === 'string' ? [layers] : layers;
        if (!Array.isArray(names) || names.length === 0 || !names.every((name) => typeof name === 'string')) {
          throw new InvalidOptionError('layers', layers, 'names of layers, as the summary has them');
        }
        const several = Array.isArray(input) && input.length > 0 && input.every(isShaped);
        const plain = several || isShaped(input) || entry.experiment.takesLists;
        const given = plain ? networkInputs(network, input) : await models.encode(entry, input);
        if (!given)
          throw new InvalidInputError('The input must be an array of the network: { data, shape }.');
        const tensors = inputTensors(network, given);
        try {
          return await activationsOf(network, tensors, names);
        } finally {
          dispose(tensors);
        }
      }),

    filters: (id: number, layer: unknown): Promise<LayerArray> =>
      models.use(id, ({ network }) => filtersOf(asLayersModel(network, 'filters'), String(layer))),

    export: (id: number, format: unknown): Promise<ExportedModel> =>
      models.use(id, ({ network, record, optimizer, experiment: { project } }) =>
        exportModel({ network, record, optimizer, project }, format),
      ),

    async save(id: number, name: unknown, options: unknown): Promise<void> {
      const { overwrite = false, optimizer = false } = readSaveOptions(options);
      const wanted = readName(name);
      if (wanted.startsWith(SCHEME)) {
        if (wanted === SCHEME) throw new InvalidOptionError('name', wanted, `${SCHEME}NAME`);
        const artifacts = await models.use(id, ({ network, record }) => savedArtifacts(network, record));
        return saveForTensorflow(wanted.slice(SCHEME.length), artifacts, page());
      }
      const { optimizer: state, ...rest } = await kept(id);
      if (optimizer && state === undefined) {
        throw new InvalidOptionError('optimizer', optimizer, 'false: this model has none');
      }
      await library.save(wanted, { ...rest, ...(optimizer && { optimizer: state }) }, overwrite);
    },

    list: (): Promise<SavedModel[]> => library.list(),

    async load(source: unknown): Promise<WireModel> {
      if (typeof source === 'string' && !source.startsWith(SCHEME)) {
        return open(await library.load(readName(source)));
      }
      const { network, record: found } = await opened(source);
      try {
        const record = withSettings(found, network);
        const { experiment, settings } = record;
        await experimentOf(experiment).restore?.(network, settings);
        return await add(network, record);
      } catch (error) {
        network.dispose();
        throw error;
      }
    },

    remove: async (name: unknown): Promise<void> => library.remove(readName(name)),

    rename: async (from: unknown, to: unknown): Promise<void> =>
      library.rename(readName(from, 'old'), readName(to, 'new')),
  };
}

/** What `predict` must know of a network that others trained. */
function withSettings(record: ModelRecord, network: LayersModel): ModelRecord {
  if (record.experiment !== NETWORK) return record;
  return { ...record, settings: { inputs: inputsOf(network), outputs: outputsOf(network) } };
}

/** A model that lies elsewhere than in the library. */
async function opened(source: unknown) {
  if (typeof source === 'string') {
    return loadSaved(await loadForTensorflow(source.slice(SCHEME.length)), source);
  }
  const files = readNetworkSource(source, 'source');
  if ('labModel' in files || 'architecture' in files) {
    throw new InvalidOptionError('source', source, 'the name of a saved model, { url }, { files } or a file');
  }
  return openModel(files, new AbortController().signal);
}

function readName(name: unknown, field = 'name'): string {
  if (typeof name === 'string' && name !== '') return name;
  throw new InvalidOptionError(field, name, 'a name: any text but none');
}

function readSaveOptions(options: unknown): { overwrite?: boolean; optimizer?: boolean } {
  const given = (options ?? {}) as Record<string, unknown>;
  for (const [field, value] of Object.entries(given)) {
    if (!['overwrite', 'optimizer'].includes(field)) {
      throw new InvalidOptionError(field, value, 'none: save has only the options overwrite, optimizer');
    }
    if (value !== undefined && typeof value !== 'boolean') {
      throw new InvalidOptionError(field, value, 'true or false');
    }
  }
  return given;
}

/** Which of a data set's examples to evaluate with, and how many at a time. */
function readEvaluateOptions(options: unknown): { batchSize: number; split?: 'train' | 'test' } {
  const { batchSize = 64, split, ...rest } = (options ?? {}) as Record<string, unknown>;
  for (const [field, value] of Object.entries(rest)) {
    throw new InvalidOptionError(field, value, 'none: evaluate has only the options batchSize, split');
  }
  if (!Number.isInteger(batchSize) || (batchSize as number) < 1) {
    throw new InvalidOptionError('batchSize', batchSize, 'a whole number from 1');
  }
  if (split !== undefined && split !== 'train' && split !== 'test') {
    throw new InvalidOptionError('split', split, "'train' or 'test'");
  }
  return { batchSize: batchSize as number, split };
}

/** Arrays of the page as a data set; class names in y are the model's. */
function arraysOf(data: unknown, { classes }: ModelRecord): Dataset {
  const source = (data ?? {}) as ArraysSource;
  if (typeof source !== 'object' || source.x === undefined || source.y === undefined) {
    throw new InvalidInputError('evaluate takes a data set, or { x, y }.');
  }
  const named = Array.isArray(source.y) && source.y.every((one) => typeof one === 'string');
  const names = source.classes ?? (named ? classes : undefined);
  const context = { options: { test: 0 }, name: 'examples', source: 'page' } as ReadContext;
  return readArrays({ ...source, ...(names && { classes: names }) }, context);
}

/** @throws InvalidInputError for a class that the model does not tell apart */
function evaluationData(
  { description, train, test, preprocessing: own }: Dataset,
  { classes = description.classes, settings }: ModelRecord,
  split = description.test > 0 ? 'test' : 'train',
): EvaluationData {
  const { preprocessing = own } = (settings ?? {}) as { preprocessing?: Preprocessing };
  const numbers = description.classes?.map((name) => {
    const number = classes!.indexOf(name);
    if (number >= 0) return number;
    throw new InvalidInputError(
      `The model does not know the class ${name}: it tells ${classes!.join(', ')} apart.`,
    );
  });
  return {
    ...{ split: split === 'test' ? test : train, inputs: description.inputs, targets: description.targets },
    preprocessing: preprocessing.kind === 'pictures' ? preprocessing : own,
    ...(classes && { classes }),
    ...(numbers && { numbers }),
  };
}
