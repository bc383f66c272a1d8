import { expect, test } from '@playwright/test';
import type { Pixels } from '../../src/protocol';
import { drawLandscape } from '../../worker/experiments/deepdream/landscape/draw-landscape';
import { Random } from '../../worker/training/random';

const draw = (width: number, height: number, seed: number) => drawLandscape(width, height, new Random(seed));

/** In how many bytes two pictures of one size differ. */
const differences = (a: Pixels, b: Pixels) => a.data.filter((byte, i) => byte !== b.data[i]).length;

/** Mean colour of a band of rows, from one share of the height to another. */
function band({ data, width, height }: Pixels, from: number, to: number): number[] {
  const rows = data.subarray(4 * width * Math.floor(from * height), 4 * width * Math.floor(to * height));
  const sums = [0, 0, 0];
  for (let i = 0; i < rows.length; i++) if (i % 4 < 3) sums[i % 4]! += rows[i]!;
  return sums.map((sum) => sum / (rows.length / 4));
}

/** How much neighbours to the right differ, on average, of 0 to 255. */
function roughness({ data, width, height }: Pixels): number {
  let sum = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 1; x < width; x++) {
      const at = 4 * (y * width + x);
      sum += Math.abs(data[at + 1]! - data[at - 3]!);
    }
  }
  return sum / (height * (width - 1));
}

test('any size, opaque; one seed, one landscape; another seed, another', () => {
  for (const [width, height] of [
    [160, 120],
    [97, 131],
    [1, 1],
  ] as const) {
    const picture = draw(width, height, 1);
    expect([picture.width, picture.height]).toEqual([width, height]);
    expect(picture.data).toHaveLength(width * height * 4);
    expect(picture.data.every((byte, i) => i % 4 < 3 || byte === 255)).toBe(true);
    expect(differences(draw(width, height, 1), picture)).toBe(0);
  }
  expect(differences(draw(160, 120, 2), draw(160, 120, 1))).toBeGreaterThan(160 * 120);
});

test('sky above, meadow below, and detail for a dream to take hold of', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const picture = draw(160, 120, seed);
    const [skyRed, , skyBlue] = band(picture, 0, 0.12);
    const [red, green, blue] = band(picture, 0.94, 1);
    expect(skyBlue!, `sky of seed ${seed}`).toBeGreaterThan(skyRed!);
    expect(green!, `meadow of seed ${seed}`).toBeGreaterThan(Math.max(red!, blue!) + 15);
    expect(roughness(picture), `detail of seed ${seed}`).toBeGreaterThan(5);
  }
});

test('more pixels show the same landscape, finer', () => {
  const small = draw(80, 60, 6);
  const large = draw(320, 240, 6);
  for (let y = 2; y < 60; y += 8) {
    const [a, b] = [band(small, y / 60, (y + 1) / 60), band(large, y / 60, (y + 1) / 60)];
    for (const channel of [0, 1, 2]) expect(Math.abs(a[channel]! - b[channel]!)).toBeLessThan(12);
  }
});

test('refused: sizes that are none', () => {
  for (const [width, height] of [
    [0, 10],
    [10, -1],
    [10.5, 10],
    [Number.NaN, 10],
  ] as const) {
    expect(() => draw(width, height, 1)).toThrow(/at least 1 × 1 whole pixels/);
  }
});
