import { activationGradKernels } from './activation-grads';
import { addN } from './add-n';
import { binaryKernels } from './binary';
import { cast } from './cast';
import type { TrainingKernel } from './kernel';
import { optimizerUpdate } from './optimizers/update';
import { seededDropout, seededNormal, seededUniform } from './random/wasm';
import { unaryKernels } from './unary';

/** Every kernel that we register, one line each; families together. */
export const allKernels: readonly TrainingKernel[] = [
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
