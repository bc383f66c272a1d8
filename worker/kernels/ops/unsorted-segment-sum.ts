import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainingKernel } from '../runtime/kernel';
import { sizeOf } from './size';

const BLOCK = 64; // columns of a unit, as in assembly/segment.ts
const GRAIN = 16384; // elements

/**
 * The rows of x (float32) added up by their segment: the gradient of picking rows, as an embedding does. Rows
 * whose segment is not in [0, numSegments) are left out.
 * @throws Error unless segmentIds is one-dimensional and x is float32
 */
export const unsortedSegmentSum: TrainingKernel = {
  name: 'UnsortedSegmentSum',
  run({ inputs, attrs }, wasm) {
    const { x, segmentIds } = inputs as { x: TensorInfo; segmentIds: TensorInfo };
    const segments = attrs.numSegments as number;
    if (segmentIds.shape.length !== 1 || x.dtype !== 'float32') {
      throw new Error(
        'UnsortedSegmentSum on wasm needs float32 rows and a one-dimensional list of segments.',
      );
    }
    const [count = 0, ...row] = x.shape;
    if (count !== segmentIds.shape[0]) {
      throw new Error(`UnsortedSegmentSum: ${segmentIds.shape[0]} segments for ${count} rows.`);
    }
    const inner = sizeOf(row);
    const y = wasm.output([segments, ...row]);
    wasm.elements(y).fill(0);
    const addresses = [wasm.address(x), wasm.address(segmentIds), wasm.address(y)];
    const grain = Math.ceil(GRAIN / (BLOCK * Math.max(1, count)));
    wasm.parallel('segmentSum', [...addresses, count, inner, segments], Math.ceil(inner / BLOCK), grain);
    return y;
  },
};
