import { backend_util } from '@tensorflow/tfjs-core';
import type { TrainingKernel } from '../runtime/kernel';

const OPAQUE = 255;

/**
 * Images turned about a point of theirs, each value that of the nearest pixel. The stock kernel keeps four values
 * to fill with, however many channels there are. Rare: plain TypeScript over the heap serves.
 */
const rotateWithOffset: TrainingKernel = {
  name: 'RotateWithOffset',
  run({ inputs, attrs }, wasm) {
    const image = inputs.image!;
    const { radians, fillValue, center } = attrs as {
      radians: number;
      fillValue: number | number[];
      center: number | [number, number];
    };
    const [batch, height, width, channels] = image.shape as [number, number, number, number];
    const [centerX, centerY] = backend_util.getImageCenter(center, height, width);
    const [sin, cos] = [Math.sin(radians), Math.cos(radians)];
    const fill = (channel: number) =>
      typeof fillValue === 'number' ? fillValue : channel === 3 ? OPAQUE : fillValue[channel]!;
    const y = wasm.output(image.shape);
    const [from, to] = [wasm.elements(image), wasm.elements(y)];
    let at = 0;
    for (let b = 0; b < batch; b++) {
      for (let row = 0; row < height; row++) {
        for (let column = 0; column < width; column++) {
          const [dx, dy] = [column - centerX, row - centerY];
          const sourceX = Math.round(dx * cos - dy * sin + centerX);
          const sourceY = Math.round(dx * sin + dy * cos + centerY);
          const inside = sourceX >= 0 && sourceX < width && sourceY >= 0 && sourceY < height;
          const source = ((b * height + sourceY) * width + sourceX) * channels;
          for (let c = 0; c < channels; c++) to[at++] = inside ? from[source + c]! : fill(c);
        }
      }
    }
    return y;
  },
};

export const rotationKernels: readonly TrainingKernel[] = [rotateWithOffset];
