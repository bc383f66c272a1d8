// The page's handle of a data set, which itself stays in the worker.
import { type Connection, call } from './call';
import { InvalidInputError } from './errors';
import { Handle } from './handle';
import type { PictureElement } from './picture-element';
import { portable } from './portable-data';
import type {
  DatasetDescription,
  DatasetExample,
  DatasetReference,
  OpenedDataset,
  PictureSource,
  SplitOptions,
} from './protocol';

/** Examples to train on. They stay in the worker; this is the page's handle of them. */
export class Dataset extends Handle implements Readonly<DatasetDescription> {
  readonly #connection: Connection;
  readonly #id: number;
  #description: DatasetDescription;

  /** @internal */
  constructor(
    connection: Connection,
    { dataset, description }: OpenedDataset,
    /** Reads it again in another worker, under the number that it had. */
    again?: (api: Connection['api'], id: number) => Promise<unknown>,
  ) {
    super();
    this.#connection = connection;
    this.#id = dataset;
    this.#description = description;
    if (again) connection.revivals.set(`dataset ${dataset}`, (api) => again(api, dataset));
  }

  /** What it is called. */
  get name() {
    return this.#description.name;
  }

  /** Where it was read from: an address, a file's name, `files`, `page`. */
  get source() {
    return this.#description.source;
  }

  /** How it was written: `pictures`, `csv` or another format. */
  get format() {
    return this.#description.format;
  }

  /** What its examples are: `pictures`, rows of a `table`, `text` or `arrays`. */
  get kind() {
    return this.#description.kind;
  }

  /** Number of training examples. */
  get train() {
    return this.#description.train;
  }

  /** Number of test examples. */
  get test() {
    return this.#description.test;
  }

  /** The arrays that a network is given, with the shape of each in one example. */
  get inputs() {
    return this.#description.inputs;
  }

  /** The arrays that a network is to answer. */
  get targets() {
    return this.#description.targets;
  }

  /** Names of the classes, where its one target is a class; `undefined` otherwise. */
  get classes() {
    return this.#description.classes;
  }

  /** Number of training examples of each class. */
  get perClass() {
    return this.#description.perClass;
  }

  /** What was done to it or is to know of it, in sentences: pictures turned upright, broken ones left out. */
  get notes() {
    return this.#description.notes;
  }

  /**
   * Some training examples to show, spread over the whole set.
   * @param count from 1 to 1000; fewer come where it has fewer
   * @throws DatasetDisposedError after `dispose`.
   */
  preview(count = 10): Promise<DatasetExample[]> {
    return call(this.#connection, (api) => api.previewDataset(this.#id, count));
  }

  /**
   * The same training examples in two parts, to train on and to test with; the test examples that it has are left
   * out. Every class is in both in the same proportion. Nothing is copied, and this data set stays as it is.
   * @param how the share to test with, more than 0 and at most 0.9
   * @throws InvalidOptionError for another share; DatasetDisposedError after `dispose`.
   */
  async split(how: number | SplitOptions): Promise<Dataset> {
    const opened = await call(this.#connection, (api) => api.splitDataset(this.#id, how));
    return new Dataset(this.#connection, opened, (api, id) => api.splitDataset(this.#id, how, id));
  }

  /**
   * Adds a picture to a data set made of the page's own: `lab.dataset({ pictures: [] })`. Of a canvas or a video it
   * is the frame that this shows now. A run in progress goes on with the pictures that it began with.
   * @throws InvalidOptionError for a data set that was read from files, and a class that it has not.
   * @throws InvalidInputError for a picture that cannot be read; DatasetDisposedError after `dispose`.
   */
  async add(label: string, picture: PictureSource | PictureElement): Promise<void> {
    const converted = portable(picture, this.#connection, 'picture');
    await converted.ready?.catch(({ message }) => {
      throw new InvalidInputError(`The picture cannot be read: ${message}`);
    });
    const one = { label, picture: converted.value as PictureSource };
    this.#description = await call(this.#connection, (api) => api.addToDataset(this.#id, one));
  }

  /** @internal What it is, in words. */
  override get thing() {
    return 'data set' as const;
  }

  /** @internal What stands for it in the worker; `undefined` in another lab's. */
  override referenceIn(connection: Connection): DatasetReference | undefined {
    return connection === this.#connection ? { labDataset: this.#id } : undefined;
  }

  /** Gives back its memory, unless a run or another handle uses it. Calling it twice does nothing more. */
  dispose(): Promise<void> {
    this.#connection.revivals.delete(`dataset ${this.#id}`);
    return call(this.#connection, (api) => api.disposeDataset(this.#id));
  }
}
