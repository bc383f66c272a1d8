// What a run has handed to the session: it is disposed at the run's end, but for what the result keeps.
import type { Disposable } from '../experiment';

export interface Owned {
  /** Takes a thing over; after the run's end it is disposed at once. */
  own<T extends Disposable>(thing: T): T;
  /** Lets go of a thing that lives on. */
  release(thing: Disposable): void;
  dispose(): void;
}

export function createOwned(): Owned {
  const things = new Set<Disposable>();
  let ended = false;
  return {
    own(thing) {
      if (ended) thing.dispose();
      else things.add(thing);
      return thing;
    },
    release: (thing) => void things.delete(thing),
    dispose() {
      ended = true;
      for (const thing of things) thing.dispose();
      things.clear();
    },
  };
}
