import { expect, test } from '@playwright/test';
import { drawScenes, sceneClasses } from '../../worker/data/embedded/scenes/draw-scenes';
import type { LabelledImages } from '../../worker/training/labelled-images';

const SIZE = 32 * 32 * 3;

function draw(count: number, seed: number): LabelledImages & { heard: number[] } {
  const heard: number[] = [];
  const drawing = drawScenes(count, seed);
  while (true) {
    const { done, value } = drawing.next();
    if (done) return { ...value, heard };
    heard.push(value);
  }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('ten named classes, each equally often, in a seeded order', () => {
  expect(sceneClasses).toHaveLength(10);
  const { images, labels, heard } = draw(500, 1);
  expect(images).toHaveLength(500 * SIZE);
  for (let label = 0; label < 10; label++) expect(labels.filter((one) => one === label)).toHaveLength(50);
  expect([...labels.subarray(0, 20)]).not.toEqual(Array.from({ length: 20 }, (_, i) => i % 10));
  expect(heard).toEqual([250, 500]);
});

test('one seed, one set; another seed, another', () => {
  const one = draw(40, 3);
  expect(draw(40, 3)).toEqual(one);
  const other = draw(40, 4);
  expect(other.images).not.toEqual(one.images);
  expect(other.labels).not.toEqual(one.labels);
});

test('no two scenes are alike, and none is flat', () => {
  const { images } = draw(200, 5);
  const scenes = Array.from({ length: 200 }, (_, i) => images.subarray(i * SIZE, (i + 1) * SIZE));
  expect(new Set(scenes.map((scene) => scene.join())).size).toBe(200);
  for (const scene of scenes) {
    const values = [...scene];
    const average = mean(values);
    expect(Math.sqrt(mean(values.map((value) => (value - average) ** 2)))).toBeGreaterThan(8);
  }
});

test('colours do not tell the class: every class is on average the same grey', () => {
  const { images, labels } = draw(1000, 6);
  const sums = sceneClasses.map(() => [0, 0, 0]);
  for (const [i, label] of labels.entries()) {
    for (let k = 0; k < SIZE; k++) sums[label]![k % 3]! += images[i * SIZE + k]!;
  }
  const greys = sums.map((channels) => channels.map((sum) => sum / (100 * 1024)));
  for (const channel of [0, 1, 2]) {
    const all = mean(greys.map((grey) => grey[channel]!));
    for (const [label, grey] of greys.entries()) {
      expect(Math.abs(grey[channel]! - all), sceneClasses[label]).toBeLessThan(16);
    }
  }
});

test('refused: counts that are none', () => {
  for (const count of [-1, 1.5, Number.NaN]) {
    expect(() => drawScenes(count, 1).next()).toThrow(/must be a whole number/);
  }
  expect(draw(0, 1).labels).toHaveLength(0);
});
