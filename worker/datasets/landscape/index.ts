import type { Pixels } from '../../../src/protocol';
import type { Random } from '../../training/random';

export function drawLandscape(width: number, height: number, random: Random): Pixels {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  const [a, b, c] = [random.uniform(2, 6), random.uniform(2, 6), random.uniform(0, 3)];
  for (let i = 0; i < width * height; i++) {
    const x = (i % width) / width;
    const y = Math.floor(i / width) / height;
    const hill = 0.5 + 0.1 * Math.sin(a * x + c) + 0.05 * Math.sin(2 * b * x);
    const rgb = y < hill ? [110 + 80 * y, 160 + 60 * y, 230] : [60 + 80 * y, 130 - 50 * y, 60];
    data.set(rgb, 4 * i);
  }
  return { data, width, height };
}
