// Gives back the weights of a network that could not be built to its end.
import { engine, type Variable } from '@tensorflow/tfjs-core';

/**
 * Calls `build`, which makes its weights before it waits for anything. Where it throws, or what it gives rejects, they
 * are disposed.
 */
export function undoneIfBroken<T>(build: () => T): T {
  const before = new Set(variables());
  const undo = (made: readonly Variable[]) => {
    for (const variable of made) variable.dispose();
  };
  const made = () => variables().filter((variable) => !before.has(variable));
  try {
    const built = build();
    if (built instanceof Promise) {
      const own = made();
      built.catch(() => undo(own));
    }
    return built;
  } catch (error) {
    undo(made());
    throw error;
  }
}

const variables = () => Object.values(engine().registeredVariables);

/** What building failed with; a heap that is full, which is no fault of what was given, is thrown on. */
export function unlessFull(cause: unknown): Error {
  if ((cause as Error).name === 'HeapError') throw cause;
  return cause as Error;
}
