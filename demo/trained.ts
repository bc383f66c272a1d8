// The network that was trained last, for experiments that go on with one.
import type { Model, Result } from 'trainlab';

export interface Trained {
  /** What its experiment is called. */
  title: string;
  model: Model;
}

export interface TrainedKeeper {
  readonly latest: Trained | undefined;
  keep(result: Result, title: string): void;
  /** Gives its memory back. */
  drop(): void;
  onChange(listener: () => void, signal: AbortSignal): void;
}

export function createTrainedKeeper(): TrainedKeeper {
  const changes = new EventTarget();
  let latest: Trained | undefined;
  const set = (next: Trained | undefined) => {
    const before = latest;
    latest = next;
    // A lab that has ended has given it back already.
    void before?.model.dispose().catch(() => {});
    changes.dispatchEvent(new Event('change'));
  };
  return {
    get latest() {
      return latest;
    },
    keep: ({ model }, title) => set({ title, model }),
    drop: () => set(undefined),
    onChange: (listener, signal) => changes.addEventListener('change', listener, { signal }),
  };
}
