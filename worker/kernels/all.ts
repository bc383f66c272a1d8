import { activationGradKernels } from './activation-grads';
import { addN } from './add-n';
import { binaryKernels } from './binary';
import { cast } from './cast';
import type { TrainingKernel } from './kernel';
import { batchMatMul } from './matmul/batch-mat-mul';
import { fusedMatMul } from './matmul/fused-mat-mul';
import { optimizerUpdate } from './optimizers/update';
import { seededDropout, seededNormal, seededUniform } from './random/wasm';
import { unaryKernels } from './unary';

/** Every kernel that we register, one line each; families together. */
export const allKernels: readonly TrainingKernel[] = [
  batchMatMul,
  fusedMatMul,
  ...unaryKernels,
  ...binaryKernels,
  ...activationGradKernels,
  addN,
  cast,
  seededUniform,
  seededNormal,
  seededDropout,
  optimizerUpdate,
];
