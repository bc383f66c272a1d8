// The page's handle of a trained network, which itself stays in the worker.
import { type Connection, call } from './call';
import type { Dataset } from './dataset';
import { InvalidInputError } from './errors';
import { Handle } from './handle';
import type { PictureElement } from './picture-element';
import { portable } from './portable-data';
import type {
  ArraysSource,
  DatasetReference,
  ExperimentTypes,
  ExportedModel,
  ExportFormat,
  LayerArray,
  ModelArray,
  ModelEvaluation,
  ModelRecord,
  ModelReference,
  ModelSummary,
  ModelWeight,
  SaveOptions,
  WireModel,
} from './protocol';
import { summaryTable } from './summary-table';

/** What a page may give where the worker takes V: handles for references, and pictures as a page has them. */
export type Given<V> = V extends ModelReference
  ? Model
  : V extends DatasetReference
    ? Dataset
    : V extends ImageBitmap
      ? V | PictureElement
      : V;

/** Arrays to evaluate a model with: the first axis of both counts the examples. */
export type EvaluationArrays = Pick<ArraysSource, 'x' | 'y' | 'classes'>;

/** Something that a page hands to the worker in one input or several. */
type Input<T extends ExperimentTypes> = T['input'] | Given<T['input']>;

/** A trained network. It stays in the worker; this is the page's handle of it. */
export class Model<T extends ExperimentTypes = ExperimentTypes> extends Handle {
  readonly #connection: Connection;
  readonly #id: number;

  /** @internal */
  constructor(
    connection: Connection,
    id: number,
    /** Name of the experiment that trained it. */
    readonly experiment: string,
  ) {
    super();
    this.#connection = connection;
    this.#id = id;
    this.#guard();
  }

  /** Keeps a copy on the page: where the worker ends, the next one gets it. A model that is too large is gone then. */
  #guard(): void {
    const { revivals } = this.#connection;
    const key = `model ${this.#id}`;
    revivals.set(key, () => Promise.resolve());
    this.#ask((api) => api.keptModel(this.#id)).then(
      (kept) => {
        if (kept === undefined || !revivals.has(key)) revivals.delete(key);
        else revivals.set(key, (api) => api.reviveModel(this.#id, kept));
      },
      () => revivals.delete(key),
    );
  }

  /**
   * Applies the network to one input, or to each of a list.
   * @throws InvalidInputError for an input that the experiment cannot read.
   * @throws ModelDisposedError after `dispose`.
   */
  predict(input: Input<T>): Promise<T['prediction']>;
  predict(inputs: readonly Input<T>[]): Promise<T['prediction'][]>;
  async predict(input: unknown): Promise<unknown> {
    const value = await this.#input('predict', input);
    return this.#send('predict', (api) => api.predict(this.#id, value));
  }

  /**
   * What a network of layers is made of: shapes without the batch, numbers of single weights, connections.
   * `toString()` writes it as a table.
   * @throws InvalidInputError for a graph model, as do the methods below.
   */
  async summary(): Promise<ModelSummary> {
    const summary = await this.#ask((api) => api.summarizeModel(this.#id));
    return Object.defineProperty(summary, 'toString', { value: () => summaryTable(summary) });
  }

  /** Copies of all weights, in the order of the layers. */
  weights(): Promise<ModelWeight[]> {
    return this.#ask((api) => api.modelWeights(this.#id));
  }

  /**
   * Sets weights by name: some or all. None is set unless all fit.
   * @throws InvalidOptionError for an unknown name, another shape or length: it names the field and what is expected.
   */
  async setWeights(weights: readonly ModelWeight[]): Promise<void> {
    await this.#ask((api) => api.setModelWeights(this.#id, weights));
    this.#guard();
  }

  /** A model of its own with the same layers, weights and everything else. */
  async clone(): Promise<Model<T>> {
    return modelOf(this.#connection, await this.#ask((api) => api.cloneModel(this.#id)));
  }

  /** What is known of it: experiment, hyperparameters, class names, metrics, history, data set. */
  record(): Promise<ModelRecord> {
    return this.#ask((api) => api.modelRecord(this.#id));
  }

  /**
   * Holds the network against examples: loss, accuracy, and what of each class was recognised.
   * @param options `batchSize`: examples at a time, 64 where absent; `split`: which of a data set's examples, those of
   *   the test where absent, or the training's where there are none
   * @throws InvalidInputError for examples that do not fit the network.
   */
  async evaluate(
    data: Dataset | EvaluationArrays,
    options?: { batchSize?: number; split?: 'train' | 'test' },
  ): Promise<ModelEvaluation> {
    const value = await this.#input('evaluate', data);
    return this.#send('evaluate', (api) => api.evaluateModel(this.#id, value, options));
  }

  /**
   * What layers answer to an input, each with the batch: [1, height, width, channels] or [1, units].
   * @param input as `predict` takes it, or the network's own arrays, `{ data, shape }` with the batch
   * @param layers names as in the summary
   * @throws InvalidOptionError for a layer that there is not.
   */
  async activations(
    input: Input<T> | ModelArray | ModelArray[],
    layers: string | readonly string[],
  ): Promise<LayerArray[]> {
    const value = await this.#input('activations', input);
    return this.#send('activations', (api) => api.modelActivations(this.#id, value, layers));
  }

  /**
   * The kernel of a layer: [height, width, channels, filters] of a convolution, [inputs, units] of a dense layer.
   * @throws InvalidOptionError for a layer without one.
   */
  filters(layer: string): Promise<LayerArray> {
    return this.#ask((api) => api.modelFilters(this.#id, layer));
  }

  /**
   * Saves the model in this browser, for this site: `lab.load(name)` gives it back. It resolves when all of it was
   * written and read back; if it rejects, what was saved before is untouched.
   * @param name any text; `indexeddb://NAME` saves for TensorFlow.js, whose `tf.loadLayersModel` reads it, and
   *   replaces what was there
   * @throws InvalidOptionError for a name that is taken, without `overwrite`.
   * @throws StorageError if the storage is full or cannot be used, or another lab writes this model.
   */
  save(name: string, options?: SaveOptions): Promise<void> {
    return this.#ask((api) => api.saveModel(this.#id, name, options));
  }

  /**
   * Writes the model as files: `tfjs` for TensorFlow.js, `keras` and `keras-h5` for Keras, `safetensors` for its
   * weights, `onnx` for other engines, `project` to train on in Python, on one machine or many.
   * @throws InvalidOptionError for an unknown format.
   * @throws ExportError for a layer that the format cannot hold: it names the layer; for a model without a project.
   */
  export(format: ExportFormat): Promise<ExportedModel> {
    return this.#ask((api) => api.exportModel(this.#id, format));
  }

  #ask<V>(ask: Parameters<typeof call<V>>[1]): Promise<V> {
    return call(this.#connection, ask);
  }

  async #input(what: string, input: unknown): Promise<unknown> {
    const converted = portable(input, this.#connection);
    await converted.ready?.catch(unreadable);
    if (converted.value instanceof Handle)
      throw new InvalidInputError(`${what} takes nothing of another lab.`);
    return converted.value;
  }

  #send<V>(what: string, ask: Parameters<typeof call<V>>[1]): Promise<V> {
    return this.#ask(ask).catch((error) => {
      if (error.name !== 'DataCloneError') throw error;
      throw new InvalidInputError(`${what} takes plain data: ${error.message}`);
    });
  }

  /** @internal What it is, in words. */
  override get thing() {
    return 'model' as const;
  }

  /** @internal What stands for it in the worker; `undefined` in another lab's. */
  override referenceIn(connection: Connection): ModelReference | undefined {
    return connection === this.#connection ? { labModel: this.#id } : undefined;
  }

  /** Gives back the memory of the weights, unless a run or another handle uses them. Calling it twice does nothing more. */
  dispose(): Promise<void> {
    this.#connection.revivals.delete(`model ${this.#id}`);
    return call(this.#connection, (api) => api.disposeModel(this.#id));
  }
}

/** @internal The handle of what the worker opened. */
export function modelOf<T extends ExperimentTypes>(
  connection: Connection,
  { model, experiment }: WireModel,
): Model<T> {
  return new Model<T>(connection, model, experiment);
}

function unreadable(cause: Error): never {
  throw new InvalidInputError(`The picture cannot be read: ${cause.message}`);
}
