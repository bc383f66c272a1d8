// Takes a run's checkpoints while it goes on: for the page, which starts it again where the worker ends, and by name
// for the browser to keep.
import type { Checkpoint, CheckpointBytes } from './checkpoint';
import { writeCheckpoint } from './checkpoint';
import type { CheckpointPlan } from './checkpoint-option';
import type { PartStates, RunState } from './run-state';

/** Short epochs do not each make one. */
const LEAST_MS = 1000;
/** A checkpoint takes at most this share of the time, if it takes long. */
const MOST_SHARE = 0.02;

/** Where a run stands, as its last event told. */
export interface Place {
  phase: string;
  epoch: number;
  step: number;
  steps: number;
}

interface Keeping {
  state: RunState;
  plan: CheckpointPlan | undefined;
  /** What a checkpoint says besides where the run stands. */
  header: Omit<Checkpoint, 'states' | keyof Place>;
  /** Hands one to the page. */
  hand(bytes: CheckpointBytes): void;
  /** Writes one under the plan's name. */
  write(checkpoint: Checkpoint, bytes: CheckpointBytes): Promise<void>;
  /** Hears, once, that one could not be written; the run goes on. */
  warn(message: string): void;
}

export interface CheckpointKeeper {
  /** Between two events: takes one if it is due. */
  after(event: 'step' | 'epoch-end', place: Place): Promise<void>;
  /** The states at the last end of an epoch; `undefined` before the first. */
  lastGood(): PartStates | undefined;
  /** Settles when what is being written is written. */
  end(): Promise<void>;
}

export function keepCheckpoints({ state, plan, header, hand, write, warn }: Keeping): CheckpointKeeper {
  let good: PartStates | undefined;
  let handed = performance.now();
  let [written, writtenStep, tookMs] = [performance.now(), 0, 0];
  let writing: Promise<void> | undefined;
  let warned = false;

  function isDue(event: 'step' | 'epoch-end', step: number): boolean {
    if (!plan) return false;
    if (plan.every === 'epoch') return event === 'epoch-end';
    if ('steps' in plan.every) return event === 'step' && step - writtenStep >= plan.every.steps;
    return performance.now() - written >= Math.max(plan.every.ms, tookMs / MOST_SHARE);
  }

  return {
    async after(event, place) {
      if (!state.holds()) {
        if (plan && !warned) warn('No checkpoint is written: the experiment keeps no part of its state.');
        warned = true;
        return;
      }
      const due = !writing && isDue(event, place.step);
      const toHand = event === 'epoch-end' && performance.now() - handed >= LEAST_MS;
      const first = event === 'epoch-end' && !good;
      if (!due && !toHand && !first) return;
      const start = performance.now();
      const states = await state.save();
      if (event === 'epoch-end') good = states;
      if (!due && !toHand) return;
      const checkpoint: Checkpoint = { ...header, ...place, states };
      const bytes = writeCheckpoint(checkpoint);
      if (toHand) {
        hand(bytes);
        handed = performance.now();
      }
      if (due) {
        writtenStep = place.step;
        writing = write(checkpoint, bytes)
          .catch((error: Error) => {
            if (!warned) warn(`The checkpoint could not be written: ${error.message}`);
            warned = true;
          })
          .finally(() => {
            writing = undefined;
            written = performance.now();
          });
      }
      tookMs = performance.now() - start;
    },
    lastGood: () => good,
    async end() {
      await writing;
    },
  };
}
