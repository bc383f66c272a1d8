import { expect, test } from '@playwright/test';
import { drawMotifs, motifClasses } from '../../scripts/dream-network/motifs/draw-motifs';
import type { LabelledImages } from '../../worker/training/labelled-images';

const SIDE = 24;
const SIZE = SIDE * SIDE * 3;

function draw(count: number, seed: number): LabelledImages & { heard: number[] } {
  const heard: number[] = [];
  const drawing = drawMotifs(count, SIDE, seed);
  while (true) {
    const { done, value } = drawing.next();
    if (done) return { ...value, heard };
    heard.push(value);
  }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

test('sixteen named classes, each equally often, in a seeded order', () => {
  expect(motifClasses).toHaveLength(16);
  const { images, labels, heard } = draw(160, 1);
  expect(images).toHaveLength(160 * SIZE);
  for (let label = 0; label < 16; label++) expect(labels.filter((one) => one === label)).toHaveLength(10);
  expect([...labels.subarray(0, 16)]).not.toEqual(Array.from({ length: 16 }, (_, i) => i));
  expect(heard).toEqual([50, 100, 150]);
});

test('one seed, one set; another seed, another', () => {
  const one = draw(32, 3);
  expect(text(draw(32, 3).images)).toBe(text(one.images));
  expect(text(draw(32, 4).images)).not.toBe(text(one.images));
});

test('no two pictures are alike, and none is flat', () => {
  const { images } = draw(160, 5);
  const pictures = Array.from({ length: 160 }, (_, i) => images.subarray(i * SIZE, (i + 1) * SIZE));
  expect(new Set(pictures.map(text)).size).toBe(160);
  for (const picture of pictures) {
    const values = [...picture];
    const average = mean(values);
    expect(Math.sqrt(mean(values.map((value) => (value - average) ** 2)))).toBeGreaterThan(8);
  }
});

test('refused: counts that are none', () => {
  for (const count of [-1, 1.5, Number.NaN]) {
    expect(() => drawMotifs(count, SIDE, 1).next()).toThrow(/must be a whole number/);
  }
});
