import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainingKernel } from '../runtime/kernel';
import { sizeOf } from './size';

const GRAIN = 16384; // elements

/** Rows picked by index. Throws an Error for an index outside of the axis. */
export const gatherV2: TrainingKernel = {
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
        throw new Error(`GatherV2: index ${index} is not in [0, ${dimSize})`);
    }
    const y = wasm.output(outputShape, x.dtype);
    if (sizeOf(outputShape) === 0) return y;
    const count = sizeOf(indices.shape) / batchSize;
    const addresses = [wasm.address(x), wasm.address(indices), wasm.address(y)];
    const args = [...addresses, outerSize, dimSize, count, sliceSize];
    wasm.parallel('gatherRows', args, batchSize * outerSize * count, Math.ceil(GRAIN / sliceSize));
    return y;
  },
};
