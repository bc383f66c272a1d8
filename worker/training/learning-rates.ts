// The learning rate of each step, as a page asks for it.
import type { LearningRateSchedule } from '../../src/fit-protocol';
import type { Metrics } from '../../src/protocol';
import type { Schedule } from './schedule';

/** What a schedule needs to know of the run. */
export interface Course {
  /** What it starts from, or rises to. */
  initial: number;
  stepsPerEpoch: number;
  epochs: number;
}

export interface Rates {
  /** Of each step, counted from 0 over all epochs. */
  rate: Schedule;
  /** Sees the metrics of each epoch. */
  observe(metrics: Metrics): void;
}

export function ratesOf(how: LearningRateSchedule, { initial, stepsPerEpoch, epochs }: Course): Rates {
  const { warmup = 0 } = how;
  const steps = stepsPerEpoch * epochs;
  let observe: Rates['observe'] = () => {};
  let after: Schedule;
  switch (how.schedule) {
    case 'constant':
      after = () => initial;
      break;
    case 'exponential': {
      const { rate, every = stepsPerEpoch, staircase = false } = how;
      after = (step) => initial * rate ** (staircase ? Math.floor(step / every) : step / every);
      break;
    }
    case 'inverseTime': {
      const { rate, every = 1 } = how;
      after = (step) => initial / (1 + (rate * step) / every);
      break;
    }
    case 'step': {
      const { every, factor = 0.1 } = how;
      after = (step) => initial * factor ** Math.floor(Math.floor(step / stepsPerEpoch) / every);
      break;
    }
    case 'cosine': {
      const { end = 0 } = how;
      const length = Math.max(1, steps - warmup);
      after = (step) => between(initial, end, (step - warmup) / length);
      break;
    }
    case 'oneCycle': {
      const { rise = 0.3 } = how;
      const top = Math.max(1, rise * steps - 1);
      const fall = Math.max(1, steps - 1 - top);
      after = (step) =>
        step <= top
          ? between(initial / 25, initial, step / top)
          : between(initial, initial / 250_000, (step - top) / fall);
      break;
    }
    case 'onPlateau': {
      const { monitor = 'valLoss', factor = 0.1, patience = 10, minDelta = 1e-4, min = 0 } = how;
      let best = Number.POSITIVE_INFINITY;
      let waited = 0;
      let now = initial;
      after = () => now;
      observe = (metrics) => {
        const value = metrics[monitor] ?? metrics.loss ?? Number.NaN;
        if (value < best - minDelta) {
          best = value;
          waited = 0;
        } else if (++waited >= patience) {
          now = Math.max(min, now * factor);
          waited = 0;
        }
      };
      break;
    }
  }
  return {
    rate: (step) => (step < warmup ? (after(warmup) * (step + 1)) / warmup : after(step)),
    observe: (metrics) => observe(metrics),
  };
}

/** Along half a cosine, `part` from 0 to 1. */
function between(from: number, to: number, part: number): number {
  const share = Math.min(1, Math.max(0, part));
  return to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;
}
