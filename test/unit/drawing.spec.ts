import { expect, test } from '@playwright/test';
import { InvalidInputError } from '../../src/errors';
import type { Pixels } from '../../src/protocol';
import { prepareDrawing } from '../../worker/data/drawing';

type Colour = [red: number, green: number, blue: number, alpha: number];
const white: Colour = [255, 255, 255, 255];
const black: Colour = [0, 0, 0, 255];
const clear: Colour = [0, 0, 0, 0];

/** An L of two bars, `unit` pixels thick, at (left, top) of a paper. */
function drawL(
  width: number,
  height: number,
  paper: Colour,
  ink: Colour,
  unit = 4,
  left = 9,
  top = 6,
): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [(x - left) / unit, (y - top) / unit];
      const inked = u >= 0 && v >= 0 && v < 10 && (u < 1 || (v >= 9 && u < 5));
      data.set(inked ? ink : paper, 4 * (y * width + x));
    }
  }
  return { data, width, height };
}

const reference = prepareDrawing(drawL(64, 64, white, black));

test('it fits 20 × 20, is full ink on paper, and is centred by mass', () => {
  expect(reference).toHaveLength(784);
  expect(Math.max(...reference)).toBe(1);
  expect(Math.min(...reference)).toBe(0);
  let [mass, x, y, left, right, top, bottom] = [0, 0, 0, 28, 0, 28, 0];
  reference.forEach((grey, i) => {
    if (grey === 0) return;
    mass += grey;
    x += grey * (i % 28);
    y += grey * Math.floor(i / 28);
    [left, right] = [Math.min(left, i % 28), Math.max(right, i % 28)];
    [top, bottom] = [Math.min(top, Math.floor(i / 28)), Math.max(bottom, Math.floor(i / 28))];
  });
  expect([right - left + 1, bottom - top + 1]).toEqual([10, 20]);
  expect(mass).toBeCloseTo(2 * 20 + 2 * 8, 3); // bars 2 thick: 20 down, 8 more along
  expect(Math.abs(x / mass - 14)).toBeLessThanOrEqual(0.5);
  expect(Math.abs(y / mass - 14)).toBeLessThanOrEqual(0.5);
});

test('paper and ink may have any colour, or the paper none; place and size do not matter', () => {
  const others = [
    drawL(64, 64, black, white),
    drawL(64, 64, clear, black),
    drawL(64, 64, clear, white),
    drawL(64, 64, [250, 240, 200, 255], [20, 40, 160, 255]),
    drawL(64, 64, [30, 30, 40, 255], [250, 220, 0, 255]),
    drawL(300, 200, white, black, 10, 120, 40),
    drawL(41, 57, white, black, 2, 20, 30),
    drawL(120, 90, white, black, 6, 0, 0), // touching the edge
  ];
  for (const drawing of others) {
    const prepared = prepareDrawing(drawing);
    const worst = prepared.reduce((most, grey, i) => Math.max(most, Math.abs(grey - reference[i]!)), 0);
    expect(worst).toBeLessThan(1e-5);
  }
});

test('sizes that do not divide are averaged by area', () => {
  const prepared = prepareDrawing(drawL(100, 100, white, black, 7, 13, 17)); // 70 pixels to 20
  const mass = prepared.reduce((sum, grey) => sum + grey, 0);
  expect(mass).toBeCloseTo(56, 3);
});

test('a speck and a wide drawing keep their proportions', () => {
  const data = new Uint8ClampedArray(50 * 50 * 4).fill(255);
  data.set(black, 4 * (20 * 50 + 20));
  expect(prepareDrawing({ data, width: 50, height: 50 }).reduce((sum, grey) => sum + grey, 0)).toBeCloseTo(
    400,
    2,
  );
  for (let x = 5; x < 45; x++) data.set(black, 4 * (20 * 50 + x));
  const line = prepareDrawing({ data, width: 50, height: 50 });
  expect(line.reduce((sum, grey) => sum + grey, 0)).toBeCloseTo(20, 3); // one row, full ink
});

test('a blank drawing is refused, faint marks included', () => {
  for (const paper of [white, black, clear]) {
    expect(() => prepareDrawing(drawL(40, 40, paper, paper))).toThrow(InvalidInputError);
  }
  expect(() => prepareDrawing(drawL(64, 64, white, [240, 240, 240, 255]))).toThrow(InvalidInputError);
});

test('data of the wrong size is refused', () => {
  const data = new Uint8ClampedArray(40 * 40 * 4);
  expect(() => prepareDrawing({ data, width: 40, height: 39 })).toThrow('take 6240 bytes, found 6400');
  expect(() => prepareDrawing({ data: new Uint8ClampedArray(), width: 0, height: 0 })).toThrow(
    InvalidInputError,
  );
});
