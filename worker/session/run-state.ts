// The parts of a run that its checkpoints hold, and the state that it goes on from.
import { CheckpointError } from '../../src/errors';
import type { Part } from '../experiment';

export type PartStates = Record<string, unknown>;

export interface RunState {
  /** As experiments have it. */
  keep(name: string, part: Part): void;
  /** Whether the experiment has named a part: one that names none can only begin anew. */
  holds(): boolean;
  /** Copies of all parts, between two events. */
  save(): Promise<PartStates>;
  /** Sets the parts back to what was saved, where they have a state. */
  load(states: PartStates): void;
}

/** The session's own parts have names that begin so. */
export const OWN = 'run: ';

/** @param from what a run goes on from, if it does */
export function createRunState(from?: PartStates): RunState {
  const parts = new Map<string, Part>();

  function take(name: string, part: Part, states: PartStates): void {
    if (!Object.hasOwn(states, name)) return;
    try {
      part.load(states[name]);
    } catch (cause) {
      const message = `The checkpoint does not fit (${name}): ${(cause as Error).message}.`;
      throw new CheckpointError('changed', message, { cause });
    }
  }

  return {
    keep(name, part) {
      parts.set(name, part);
      if (from) take(name, part, from);
    },
    holds: () => [...parts.keys()].some((name) => !name.startsWith(OWN)),
    async save() {
      const entries = [...parts].map(async ([name, part]) => [name, await part.save()] as const);
      // A part that has not begun yet since is still where it was.
      return { ...from, ...Object.fromEntries(await Promise.all(entries)) };
    },
    load(states) {
      for (const [name, part] of parts) take(name, part, states);
    },
  };
}
