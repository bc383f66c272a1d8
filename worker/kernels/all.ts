import { einsum } from './einsum/einsum';
import type { TrainingKernel } from './kernel';
import { batchMatMul } from './matmul/batch-mat-mul';
import { fusedMatMul } from './matmul/fused-mat-mul';
import { optimizerUpdate } from './optimizers/update';
import { seededDropout, seededNormal, seededUniform } from './random/wasm';
import { relu } from './relu';

/** Every kernel that we register, one line each. */
export const allKernels: readonly TrainingKernel[] = [
  batchMatMul,
  fusedMatMul,
  einsum,
  relu,
  seededUniform,
  seededNormal,
  seededDropout,
  optimizerUpdate, //
];
