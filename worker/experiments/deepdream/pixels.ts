// Between bytes and what a network takes.
import { type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';
import type { Pixels } from '../../../src/protocol';
import { spans } from '../../data/spans';
import type { Size } from './plan';
import type { Range } from './types';

/** Share of red, green and blue in brightness (ITU-R BT.601). */
const BRIGHTNESS = [0.299, 0.587, 0.114] as const;

/**
 * A picture at a size that is no larger: each pixel the mean of the area it covers, 0 becoming `low`, 255 `high`.
 * @returns [1, height, width, channels]
 */
export function pictureTensor(
  { data, width }: Pixels,
  size: Size,
  { channels, range: [low, high] }: { channels: number; range: Range },
): Tensor4D {
  const rows = spans(size[0], 0, data.length / (4 * width));
  const columns = spans(size[1], 0, width);
  const values = new Float32Array(size[0] * size[1] * channels).fill(low);
  const scale = (high - low) / 255;
  const line = new Float32Array(size[1] * channels);
  for (const [y, covered] of rows.entries()) {
    for (const [row, tall] of covered) {
      shrinkLine(data, 4 * row * width, columns, channels, line);
      const start = y * line.length;
      for (let i = 0; i < line.length; i++) values[start + i]! += tall * scale * line[i]!;
    }
  }
  return tensor4d(values, [1, ...size, channels]);
}

function shrinkLine(
  data: Uint8ClampedArray,
  start: number,
  columns: ReturnType<typeof spans>,
  channels: number,
  line: Float32Array,
): void {
  for (const [x, covered] of columns.entries()) {
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0;
      for (const [column, wide] of covered) {
        const at = start + 4 * column;
        const value =
          channels === 1
            ? BRIGHTNESS.reduce((total, share, i) => total + share * data[at + i]!, 0)
            : data[at + channel]!;
        sum += wide * value;
      }
      line[x * channels + channel] = sum;
    }
  }
}

/** What `pictureTensor` was given, as far as bytes can say it. */
export async function picturePixels(picture: Tensor4D, [low, high]: Range): Promise<ImageData> {
  const [, height, width, channels] = picture.shape;
  const values = await picture.data();
  const bytes = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let i = 0; i < 3; i++) {
      const value = values[pixel * channels + (channels === 1 ? 0 : i)]!;
      bytes[4 * pixel + i] = (255 * (value - low)) / (high - low);
    }
  }
  return new ImageData(bytes, width, height);
}
