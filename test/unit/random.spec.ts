import { expect, test } from '@playwright/test';
import { Random } from '../../worker/training/random';

const draw = (random: Random, count = 8) => Array.from({ length: count }, () => random.word());

test('the same seed draws the same numbers, another seed others', () => {
  expect(draw(new Random(7))).toEqual(draw(new Random(7)));
  for (const seed of [8, -7, 0.7, '7', '']) expect(draw(new Random(seed))).not.toEqual(draw(new Random(7)));
});

test('a seed must be finite', () => {
  expect(() => new Random(Number.NaN)).toThrow(RangeError);
  expect(() => new Random(Number.POSITIVE_INFINITY)).toThrow(RangeError);
});

test('uniform numbers fill their range evenly', () => {
  const random = new Random(1);
  const bins = new Array(20).fill(0);
  for (let i = 0; i < 200_000; i++) bins[Math.floor(random.uniform() * 20)]++;
  // 19 degrees of freedom: chi-squared passes 43.8 once in a thousand
  const chiSquared = bins.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0);
  expect(chiSquared).toBeLessThan(43.8);
  const values = Array.from({ length: 1000 }, () => random.uniform(-3, 5));
  expect(Math.min(...values)).toBeGreaterThanOrEqual(-3);
  expect(Math.max(...values)).toBeLessThan(5);
});

test('normal numbers have their mean, deviation and tails', () => {
  const random = new Random(2);
  const values = Array.from({ length: 100_000 }, () => random.normal(3, 2));
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
  const beyond = values.filter((v) => Math.abs(v - 3) > 4).length / values.length;
  expect(mean).toBeCloseTo(3, 1);
  expect(Math.sqrt(variance)).toBeCloseTo(2, 1);
  expect(beyond).toBeCloseTo(0.0455, 2);
});

test('whole numbers are unbiased and their bound is checked', () => {
  const random = new Random(3);
  const counts = [0, 0, 0];
  for (let i = 0; i < 30_000; i++) counts[random.integer(3)]!++;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(350);
  for (const n of [0, -1, 1.5, Number.NaN, 2 ** 33]) expect(() => random.integer(n)).toThrow(RangeError);
});

test('a permutation holds every number once, in another order each time', () => {
  const random = new Random(4);
  const order = random.permutation(1000);
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  expect([...random.permutation(1000)]).not.toEqual([...order]);
  // each place is equally likely for the first number
  const places = [0, 0, 0, 0];
  for (let i = 0; i < 8000; i++) places[random.permutation(4).indexOf(0)]!++;
  for (const count of places) expect(Math.abs(count - 2000)).toBeLessThan(200);
});

test('a fork depends on its label, not on what was drawn before', () => {
  const random = new Random(5);
  const before = draw(random.fork('weights'));
  draw(random, 100);
  expect(draw(random.fork('weights'))).toEqual(before);
  expect(draw(random.fork('shuffle'))).not.toEqual(before);
  expect(draw(random.fork(1))).not.toEqual(draw(random.fork('1')));
  expect(draw(random.fork(1).fork(2))).not.toEqual(draw(random.fork(2).fork(1)));
});

test('a stored state resumes the stream and its forks', () => {
  const random = new Random('seed');
  draw(random, 13);
  const state = JSON.parse(JSON.stringify(random.state));
  const other = new Random(0);
  other.state = state;
  expect(draw(other)).toEqual(draw(random));
  expect(draw(other.fork('x'))).toEqual(draw(random.fork('x')));
  expect(() => {
    other.state = [1, 2, 3, 4, 5, 0.5];
  }).toThrow(RangeError);
});
