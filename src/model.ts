// The page's handle of a trained network, which itself stays in the worker.
import { type Connection, call } from './call';
import { InvalidInputError } from './errors';
import type { ExperimentTypes } from './protocol';

export class Model<T extends ExperimentTypes = ExperimentTypes> {
  readonly #connection: Connection;
  readonly #id: number;

  /** @internal */
  constructor(
    connection: Connection,
    id: number,
    /** Name of the experiment that trained it. */
    readonly experiment: string,
  ) {
    this.#connection = connection;
    this.#id = id;
  }

  /**
   * Applies the network to one input.
   * @throws InvalidInputError for an input that the experiment cannot read.
   * @throws ModelDisposedError after `dispose`.
   */
  predict(input: T['input']): Promise<T['prediction']> {
    return call(this.#connection, (api) => api.predict(this.#id, input)).catch((error) => {
      if (error.name !== 'DataCloneError') throw error;
      throw new InvalidInputError(`predict takes plain data: ${error.message}`);
    }) as Promise<T['prediction']>;
  }

  /**
   * Saves layers and weights in TensorFlow.js' own format.
   * @param url `indexeddb://NAME`; the same origin's pages load it with `tf.loadLayersModel(url)`.
   */
  save(url: string): Promise<void> {
    return call(this.#connection, (api) => api.saveModel(this.#id, url));
  }

  /** Gives back the memory of the weights. Calling it twice does nothing more. */
  dispose(): Promise<void> {
    return call(this.#connection, (api) => api.disposeModel(this.#id));
  }
}
