// The page's handle of a trained network, which itself stays in the worker.
import { type Connection, call } from './call';
import type { Dataset } from './dataset';
import { InvalidInputError } from './errors';
import { Handle } from './handle';
import type { PictureElement } from './picture-element';
import { portable } from './portable-data';
import type { DatasetReference, ExperimentTypes, ModelReference } from './protocol';

/** What a page may give where the worker takes V: handles for references, and pictures as a page has them. */
export type Given<V> = V extends ModelReference
  ? Model
  : V extends DatasetReference
    ? Dataset
    : V extends ImageBitmap
      ? V | PictureElement
      : V;

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
  }

  /**
   * Applies the network to one input.
   * @throws InvalidInputError for an input that the experiment cannot read.
   * @throws ModelDisposedError after `dispose`.
   */
  async predict(input: T['input'] | Given<T['input']>): Promise<T['prediction']> {
    const { value, ready } = portable(input, this.#connection);
    await ready?.catch(unreadable);
    return call(this.#connection, (api) => api.predict(this.#id, value)).catch((error) => {
      if (error.name !== 'DataCloneError') throw error;
      throw new InvalidInputError(`predict takes plain data: ${error.message}`);
    });
  }

  /**
   * Saves layers and weights in TensorFlow.js' own format.
   * @param url `indexeddb://NAME`; the same origin's pages load it with `tf.loadLayersModel(url)`.
   */
  save(url: string): Promise<void> {
    return call(this.#connection, (api) => api.saveModel(this.#id, url));
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
    return call(this.#connection, (api) => api.disposeModel(this.#id));
  }
}

function unreadable(cause: Error): never {
  throw new InvalidInputError(`The picture cannot be read: ${cause.message}`);
}
