// Rows picked by index, and the gradient of picking.
import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Arguments, TrainingKernel } from '../runtime/kernel';
import { sizeOf } from './shape';

const GRAIN = 16384; // elements

/** Rows picked by index. Throws an Error for an index outside of the axis. */
const gatherV2: TrainingKernel = {
  name: 'GatherV2',
  run(call, wasm) {
    const { x, indices } = call.inputs as { x: TensorInfo; indices: TensorInfo };
    if (x.dtype === 'bool' || x.dtype === 'string' || indices.dtype !== 'int32') {
      return wasm.stock('GatherV2', call);
    }
    const axis = util.parseAxisParam(call.attrs.axis as number, x.shape)[0]!;
    const { batchSize, outerSize, dimSize, sliceSize, outputShape } =
      backend_util.segment_util.collectGatherOpShapeInfo(
        x as never,
        indices as never,
        axis,
        call.attrs.batchDims as number,
      );
    for (const index of wasm.elements(indices)) {
      if (index < 0 || index >= dimSize)
        throw new Error(`GatherV2: the index value ${index} is not in [0, ${dimSize - 1}]`);
    }
    const y = wasm.output(outputShape, x.dtype);
    if (sizeOf(outputShape) === 0) return y;
    const count = sizeOf(indices.shape) / batchSize;
    const addresses = [wasm.address(x), wasm.address(indices), wasm.address(y)] as const;
    const args: Arguments<'gatherRows'> = [...addresses, outerSize, dimSize, count, sliceSize];
    wasm.parallel('gatherRows', args, batchSize * outerSize * count, Math.ceil(GRAIN / sliceSize));
    return y;
  },
};

const BLOCK = 64; // columns of a unit, as in assembly/gather.ts

/**
 * The rows of x added up by their segment: the gradient of picking rows, as an embedding does. Rows whose
 * segment is not in [0, numSegments) are left out.
 */
const unsortedSegmentSum: TrainingKernel = {
  name: 'UnsortedSegmentSum',
  run({ inputs, attrs }, wasm) {
    const { x, segmentIds } = inputs as { x: TensorInfo; segmentIds: TensorInfo };
    const segments = attrs.numSegments as number;
    const [count = 0, ...row] = x.shape;
    if (count !== segmentIds.shape[0]) {
      throw new Error(`UnsortedSegmentSum: ${segmentIds.shape[0]} segments for ${count} rows.`);
    }
    const inner = sizeOf(row);
    const y = wasm.output([segments, ...row], x.dtype === 'float32' ? 'float32' : 'int32');
    const sums = wasm.elements(y).fill(0);
    if (x.dtype !== 'float32') {
      const [from, ids] = [wasm.elements(x), wasm.elements(segmentIds)];
      for (let i = 0; i < from.length; i++) {
        const id = ids[Math.floor(i / inner)]!;
        if (id >= 0 && id < segments) sums[id * inner + (i % inner)]! += from[i]!;
      }
      return y;
    }
    const addresses = [wasm.address(x), wasm.address(segmentIds), wasm.address(y)] as const;
    const grain = Math.ceil(GRAIN / (BLOCK * Math.max(1, count)));
    wasm.parallel('segmentSum', [...addresses, count, inner, segments], Math.ceil(inner / BLOCK), grain);
    return y;
  },
};

export const gatherKernels: readonly TrainingKernel[] = [gatherV2, unsortedSegmentSum];
