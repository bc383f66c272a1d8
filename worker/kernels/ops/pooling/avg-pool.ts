import type { TrainingKernel } from '../../runtime/kernel';
import { poolArguments, poolGrain, poolShape } from './pool-call';

/** AvgPool: x [batch, height, width, channels]. */
export const avgPool: TrainingKernel = {
  name: 'AvgPool',
  run({ inputs, attrs }, wasm) {
    const x = inputs.x!;
    if (x.dtype !== 'float32') return wasm.stock('AvgPool', { inputs, attrs });
    const shape = poolShape(x.shape, attrs);
    const y = wasm.output([shape.batch, shape.outHeight, shape.outWidth, shape.channels]);
    const args = [wasm.address(x), wasm.address(y), ...poolArguments(shape)];
    wasm.parallel('avgPool', args, shape.batch * shape.outHeight, poolGrain(shape));
    return y;
  },
};
