// Images channels first, for kernels that know channels last alone.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Wasm } from '../runtime/kernel';

/**
 * Gives `use` the images channels last: where they lie, or a copy in scratch when they come channels first.
 * @param images [batch, height, width, channels], or [batch, channels, height, width] with `channelsFirst`
 */
export function withChannelsLast<T>(
  wasm: Wasm,
  images: TensorInfo,
  channelsFirst: boolean,
  use: (address: number) => T,
): T {
  const from = wasm.address(images);
  if (!channelsFirst) return use(from);
  const [batch, channels, height, width] = images.shape as [number, number, number, number];
  const pixels = height * width;
  return wasm.scratch(4 * batch * pixels * channels, (address) => {
    wasm.parallel('transpose', [from, address, channels, pixels], batch);
    return use(address);
  });
}

/** A new tensor of channels-last `shape`, which `fill` computes; stored channels first when that is asked for. */
export function channelsLastOutput(
  wasm: Wasm,
  shape: readonly number[],
  channelsFirst: boolean,
  fill: (address: number) => void,
): TensorInfo {
  const [batch, height, width, channels] = shape as [number, number, number, number];
  if (!channelsFirst) {
    const output = wasm.output(shape);
    fill(wasm.address(output));
    return output;
  }
  const pixels = height * width;
  const output = wasm.output([batch, channels, height, width]);
  wasm.scratch(4 * batch * pixels * channels, (address) => {
    fill(address);
    wasm.parallel('transpose', [address, wasm.address(output), pixels, channels], batch);
  });
  return output;
}
