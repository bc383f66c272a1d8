// How far a run is, how fast it goes and how long it will take.

import type { Part } from '../experiment';

interface Moment {
  at: number;
  done: number;
  step: number;
}

/** The rate is taken over this long. */
const WINDOW_MS = 5000;

/** A gap this long, and this many times as long as what is usual, is no step: the machine slept, or the tab was frozen. */
const SLEEP_MS = 10_000;
const SLEEP_FACTOR = 20;

export class Progress {
  #steps = 0;
  #work = 0;
  #done = 0;
  #step = 0;
  #moments: Moment[] = [];
  #pausedAt = 0;

  /**
   * @param steps training steps of the whole run
   * @param work of the whole run in full training steps: validation included, cheaper steps counted for less
   */
  plan(steps: number, work: number): void {
    this.#steps = steps;
    this.#work = work;
  }

  advance(work: number, steps: number): void {
    this.#done += work;
    this.#step += steps;
    const at = performance.now();
    this.#skipSleep(at);
    const { at: latest = Number.NEGATIVE_INFINITY } = this.#moments.at(-1) ?? {};
    // The first step also compiles and warms up: the clock starts behind it.
    if (at - latest > 50) this.#moments.push({ at, done: this.#done, step: this.#step });
    while (this.#moments.length > 2 && at - this.#moments[1]!.at > WINDOW_MS) this.#moments.shift();
  }

  /** The rate goes on as if there had been none. */
  #skipSleep(at: number): void {
    const [first, latest] = [this.#moments[0], this.#moments.at(-1)];
    if (!first || !latest || this.#moments.length < 2) return;
    const usual = (latest.at - first.at) / (this.#moments.length - 1);
    const gap = at - latest.at;
    if (gap > Math.max(SLEEP_MS, SLEEP_FACTOR * usual)) this.#shift(gap - usual);
  }

  #shift(time: number): void {
    for (const moment of this.#moments) moment.at += time;
  }

  pause(): void {
    this.#pausedAt = performance.now();
  }

  resume(): void {
    this.#shift(performance.now() - this.#pausedAt);
  }

  get steps(): { step: number; steps: number } {
    return { step: this.#step, steps: this.#steps };
  }

  /** For checkpoints: what is done; rate and time left are found anew. */
  get part(): Part<{ done: number; step: number }> {
    return {
      save: () => ({ done: this.#done, step: this.#step }),
      load: ({ done, step }) => {
        [this.#done, this.#step, this.#moments] = [done, step, []];
      },
    };
  }

  now() {
    const first = this.#moments[0];
    const seconds = first ? (performance.now() - first.at) / 1000 : 0;
    const known = first !== undefined && seconds > 0.2 && this.#done > first.done;
    const perSecond = known ? (this.#done - first.done) / seconds : 0;
    return {
      fraction: this.#work > 0 ? Math.min(1, this.#done / this.#work) : 0,
      step: this.#step,
      steps: this.#steps,
      stepsPerSecond: known ? (this.#step - first.step) / seconds : 0,
      eta: known ? Math.max(0, this.#work - this.#done) / perSecond : null,
    };
  }

  finish() {
    return { ...this.now(), fraction: 1, eta: 0 };
  }
}
