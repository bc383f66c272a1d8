// What the page holds of a thing that stays in the worker.
import type { Connection } from './call';
import type { DatasetReference, ModelReference } from './protocol';

export abstract class Handle {
  /** @internal What it is, in words. */
  abstract get thing(): 'model' | 'data set';

  /** @internal What stands for it in the worker; `undefined` in another lab's. */
  abstract referenceIn(connection: Connection): ModelReference | DatasetReference | undefined;
}
