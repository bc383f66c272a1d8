import { expect, test } from '@playwright/test';
import { type DrawnDigits, drawDigits } from '../../worker/data/embedded/digits/draw-digits';

const PIXELS = 28 * 28;

function drawAll(count: number, seed: number): DrawnDigits & { reported: number[] } {
  const reported: number[] = [];
  const drawing = drawDigits(count, seed);
  for (;;) {
    const step = drawing.next();
    if (step.done) return { ...step.value, reported };
    reported.push(step.value);
  }
}

const drawn = drawAll(2000, 1);
const picture = (i: number) => drawn.images.subarray(i * PIXELS, (i + 1) * PIXELS);

test('the same seed draws the same digits, another seed others', () => {
  const again = drawAll(2000, 1);
  expect(Buffer.compare(again.images, drawn.images)).toBe(0);
  expect([...again.labels]).toEqual([...drawn.labels]);
  const other = drawAll(2000, 2);
  expect(Buffer.compare(other.images, drawn.images)).not.toBe(0);
  expect([...other.labels]).not.toEqual([...drawn.labels]);
});

test('classes are balanced and shuffled', () => {
  const counts = new Array(10).fill(0);
  for (const label of drawn.labels) counts[label]++;
  expect(counts).toEqual(new Array(10).fill(200));
  const firstHundred = new Set(drawn.labels.subarray(0, 100));
  expect(firstHundred.size).toBe(10);
  expect([...drawn.labels.subarray(0, 20)]).not.toEqual(Array.from({ length: 20 }, (_, i) => i % 10));
  const few = new Array(10).fill(0);
  for (const label of drawAll(25, 3).labels) few[label]++;
  expect(Math.max(...few) - Math.min(...few)).toBe(1);
});

/** Greatest grey, mass in full pixels, centre of mass and larger extent of a picture. */
function measure(grey: Uint8Array) {
  let [strongest, mass, massX, massY] = [0, 0, 0, 0];
  let [left, right, top, bottom] = [28, 0, 28, 0];
  grey.forEach((value, p) => {
    if (value === 0) return;
    const [x, y] = [p % 28, Math.floor(p / 28)];
    strongest = Math.max(strongest, value);
    mass += value;
    massX += value * x;
    massY += value * y;
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  });
  const extent = Math.max(right - left, bottom - top) + 1;
  return { strongest, mass: mass / 255, x: massX / mass, y: massY / mass, extent };
}

test('each digit is ink on paper, fits 20 × 20, and is centred by mass', () => {
  const measured = Array.from(drawn.labels, (label, i) => ({ label, i, ...measure(picture(i)) }));
  expect(measured.filter(({ strongest }) => strongest < 200)).toEqual([]);
  expect(measured.filter(({ mass }) => mass < 15 || mass > 330)).toEqual([]);
  expect(measured.filter(({ extent }) => extent < 18 || extent > 20)).toEqual([]);
  expect(measured.filter(({ x, y }) => Math.max(Math.abs(x - 14), Math.abs(y - 14)) > 0.51)).toEqual([]);
});

test('no two digits are alike', () => {
  const seen = new Set<string>();
  for (let i = 0; i < drawn.labels.length; i++) seen.add(Buffer.from(picture(i)).toString('base64'));
  expect(seen.size).toBe(drawn.labels.length);
});

test('it reports as it goes and can be left half-way', () => {
  expect(drawn.reported).toEqual([250, 500, 750, 1000, 1250, 1500, 1750, 2000]);
  const drawing = drawDigits(1000, 1);
  expect(drawing.next()).toEqual({ value: 250, done: false });
  drawing.return({ images: new Uint8Array(), labels: new Uint8Array() });
  expect(drawing.next().done).toBe(true);
});

test('the count is checked', () => {
  for (const count of [-1, 0.5, Number.NaN]) expect(() => drawDigits(count, 1).next()).toThrow(RangeError);
  expect(drawAll(0, 1).images).toHaveLength(0);
});
