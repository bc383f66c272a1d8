// Weights in a byte each, and in text.
import { type Tensor, tensor } from '@tensorflow/tfjs-core';

/**
 * Packs weights: of each tensor, channel by channel of its last axis, the least value and the step as float32,
 * then a byte for each value, row by row: least + byte · step. Tensors of one axis stay as they are, in float32:
 * biases are few.
 */
export async function packWeights(weights: readonly Tensor[]): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (const weight of weights) {
    const values = (await weight.data()) as Float32Array;
    if (weight.rank === 1) {
      parts.push(new Uint8Array(values.slice().buffer));
      continue;
    }
    const channels = weight.shape.at(-1)!;
    const scale = new Float32Array(2 * channels);
    for (let channel = 0; channel < channels; channel++) {
      let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (let i = channel; i < values.length; i += channels) {
        least = Math.min(least, values[i]!);
        most = Math.max(most, values[i]!);
      }
      scale.set([least, (most - least) / 255 || 1], 2 * channel);
    }
    const bytes = new Uint8Array(values.length);
    for (let i = 0; i < values.length; i++) {
      const at = 2 * (i % channels);
      bytes[i] = Math.round((values[i]! - scale[at]!) / scale[at + 1]!);
    }
    parts.push(new Uint8Array(scale.buffer), bytes);
  }
  const packed = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    packed.set(part, at);
    at += part.length;
  }
  return packed;
}

/**
 * The tensors that were packed; the caller disposes them.
 * @param shapes of the tensors, in their order
 * @throws RangeError if these shapes do not take exactly these bytes
 */
export function unpackWeights(packed: Uint8Array, shapes: readonly (readonly number[])[]): Tensor[] {
  const all = shapes.map((shape) => ({
    shape,
    size: shape.reduce((a, b) => a * b, 1),
    channels: shape.at(-1)!,
  }));
  const needed = all.reduce((sum, { shape, size, channels }) => {
    return sum + (shape.length === 1 ? 4 * size : 8 * channels + size);
  }, 0);
  if (packed.length !== needed) {
    throw new RangeError(`These shapes take ${needed} bytes of weights, not ${packed.length}.`);
  }
  let at = 0;
  const take = (length: number) => {
    at += length;
    return packed.slice(at - length, at);
  };
  return all.map(({ shape, size, channels }) => {
    if (shape.length === 1) return tensor(new Float32Array(take(4 * size).buffer), [...shape]);
    const scale = new Float32Array(take(8 * channels).buffer);
    const values = Float32Array.from(take(size), (byte, i) => {
      const channel = 2 * (i % channels);
      return scale[channel]! + byte * scale[channel + 1]!;
    });
    return tensor(values, [...shape]);
  });
}
