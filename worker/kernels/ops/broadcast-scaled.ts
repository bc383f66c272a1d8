import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainingKernel } from '../runtime/kernel';
import { broadcastRows } from './broadcast';

export const BROADCAST_SCALED = 'BroadcastScaled';

const GRAIN = 16384; // elements
const SPLAT_SCALE = 2; // the second operand is one number

/** x broadcast to attrs.shape, times attrs.scale: the gradient of sums and means. */
export const broadcastScaled: TrainingKernel = {
  name: BROADCAST_SCALED,
  run({ inputs, attrs }, wasm) {
    const x = inputs.x!;
    const shape = attrs.shape as number[];
    const scale = attrs.scale as number;
    const rows = broadcastRows(x.shape, shape);
    if (!rows) {
      const scales = wasm.run('Fill', {}, { shape, value: scale, dtype: 'float32' }) as TensorInfo;
      const product = wasm.run('Multiply', { a: x, b: scales });
      wasm.dispose(scales);
      return product;
    }
    const y = wasm.output(shape);
    if (rows.total === 0) return y;
    const [width, total, middle, aOuter, aMiddle, , , splat] = rows.layout as number[];
    wasm.scratch(4, (address) => {
      wasm.words(address, 1)[0] = new Int32Array(Float32Array.of(scale).buffer)[0]!;
      const layout = [width!, total!, middle!, aOuter!, aMiddle!, 0, 0, splat! | SPLAT_SCALE];
      const args = [wasm.address(x), address, wasm.address(y), ...layout];
      wasm.parallel('binaryMultiply', args, rows.count, Math.ceil(GRAIN / rows.width));
    });
    return y;
  },
};
