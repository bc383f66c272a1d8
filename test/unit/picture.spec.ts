import { expect, test } from '@playwright/test';
import { shrinkPicture } from '../../worker/data/picture';

function picture(width: number, height: number, at: (x: number, y: number) => number[]) {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(at(x, y), 4 * (y * width + x));
  return { data, width, height };
}

test('each pixel is the mean of the area it covers, also where that is no whole number of pixels', () => {
  const stripes = picture(3, 3, (x) => [x === 0 ? 255 : 0, 0, x === 2 ? 255 : 0, 255]);
  const small = shrinkPicture(stripes, 2);
  // Each half is one and a half columns wide.
  expect([...small.subarray(0, 6)].map((value) => +value.toFixed(5))).toEqual([0.66667, 0, 0, 0, 0, 0.66667]);
});

test('of an oblong picture the middle square counts', () => {
  const wide = picture(8, 4, (x) => (x < 2 || x >= 6 ? [255, 0, 0, 255] : [0, 255, 0, 255]));
  expect([...shrinkPicture(wide, 2)]).toEqual([0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0]);
  const tall = picture(4, 8, (_, y) => (y < 2 || y >= 6 ? [255, 0, 0, 255] : [0, 255, 0, 255]));
  expect([...shrinkPicture(tall, 1)]).toEqual([0, 1, 0]);
});

test('a smaller picture is enlarged, and transparency shows white', () => {
  const dot = picture(1, 1, () => [0, 0, 0, 51]);
  const large = shrinkPicture(dot, 4);
  expect(large).toHaveLength(48);
  for (const value of large) expect(value).toBeCloseTo(0.8, 5);
});

test('refused: what is no picture', () => {
  const wrong = [
    undefined,
    'x',
    { data: new Uint8ClampedArray(3), width: 1, height: 1 },
    { width: 2, height: 2 },
  ];
  for (const input of wrong) {
    expect(() => shrinkPicture(input as never, 32)).toThrow(/A picture is an ImageData/);
  }
});
