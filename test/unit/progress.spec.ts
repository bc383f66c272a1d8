// The rate of a run and the time that is left, on a clock that the test sets.
import { expect, test } from '@playwright/test';
import { Progress } from '../../worker/session/progress';

const real = performance.now;
let now = 0;
test.beforeEach(() => {
  now = 0;
  performance.now = () => now;
});
test.afterEach(() => {
  performance.now = real;
});

/** @returns a run of 1000 steps that has done 101, one every `ms` */
function running(ms: number): Progress {
  const progress = new Progress();
  progress.plan(1000, 1000);
  for (let step = 0; step <= 100; step++) {
    progress.advance(1, 1);
    now += ms;
  }
  return progress;
}

test('what is left follows from the rate', () => {
  const { stepsPerSecond, eta } = running(100).now();
  expect(stepsPerSecond).toBeCloseTo(10, 0);
  expect(eta).toBeCloseTo(89.9, -1);
});

test('a machine that has slept for an hour is as fast as before', () => {
  const progress = running(100);
  const before = progress.now();
  now += 3_600_000;
  progress.advance(1, 1);
  const { eta, stepsPerSecond } = progress.now();
  expect(stepsPerSecond / before.stepsPerSecond).toBeCloseTo(1, 1);
  expect(eta! / before.eta!).toBeCloseTo(1, 1);
  for (let step = 0; step < 5; step++) {
    now += 100;
    progress.advance(1, 1);
  }
  expect(progress.now().stepsPerSecond).toBeCloseTo(10, 0);
});

test('a pause does not count', () => {
  const progress = running(100);
  const before = progress.now();
  progress.pause();
  now += 3_600_000;
  progress.resume();
  expect(progress.now()).toEqual(before);
});

test('steps that always take that long are no sleep', () => {
  const progress = new Progress();
  progress.plan(100, 100);
  for (let step = 0; step < 10; step++) {
    progress.advance(1, 1);
    now += 30_000;
  }
  const { stepsPerSecond } = progress.now();
  expect(1 / stepsPerSecond).toBeGreaterThan(25);
});

test('a long validation between short steps is no sleep', () => {
  const progress = running(100);
  now += 8000;
  progress.advance(1, 0);
  expect(progress.now().stepsPerSecond).toBeLessThan(8);
});
