// Reads examples a batch ahead, so that reading and training overlap.
import type { Examples } from './examples';

export interface Loads {
  /** What `load` gives for a batch; begins with the next one, where it is known which that is. */
  take(indices: Uint32Array, next: Uint32Array | undefined): Promise<unknown>;
  /** Nothing more is needed. */
  end(): void;
}

export function createLoads({ load, end }: Pick<Examples, 'load' | 'end'>): Loads {
  const begun = new Map<Uint32Array, Promise<unknown>>();
  const begin = (indices: Uint32Array) => {
    const loading = Promise.resolve(load!(indices));
    loading.catch(() => {}); // whoever takes it hears of it
    return loading;
  };
  return {
    async take(indices, next) {
      const loading = begun.get(indices) ?? begin(indices);
      begun.delete(indices);
      const loaded = await loading;
      if (next) begun.set(next, begin(next));
      return loaded;
    },
    end() {
      begun.clear();
      end?.();
    },
  };
}
