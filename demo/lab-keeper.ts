// The one lab of the page: started, replaced when another backend is asked for, started again after it broke down.
import { type BackendName, createLab, type Lab } from 'trainlab';

export interface LabKeeper {
  readonly lab: Lab | undefined;
  /**
   * Starts a lab and ends the one before it; if it cannot start, the one before it stays.
   * `undefined` if another was asked for meanwhile.
   */
  open(backends: BackendName[] | undefined): Promise<Lab | undefined>;
  /** Ends the lab. */
  close(): void;
}

export function createLabKeeper(threads: number | undefined): LabKeeper {
  let lab: Lab | undefined;
  let latest = 0;
  return {
    get lab() {
      return lab;
    },
    async open(backends) {
      const turn = ++latest;
      try {
        const opened = await createLab({ backends, threads });
        const outdated = turn === latest ? lab : opened;
        outdated?.terminate();
        if (turn !== latest) return undefined;
        lab = opened;
        return lab;
      } catch (error) {
        if (turn !== latest) return undefined;
        throw error;
      }
    },
    close() {
      lab?.terminate();
      lab = undefined;
    },
  };
}
