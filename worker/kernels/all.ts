import type { TrainingKernel } from './kernel';
import { optimizerUpdate } from './optimizers/update';
import { seededDropout, seededNormal, seededUniform } from './random/wasm';
import { relu } from './relu';

/** Every kernel that we register, one line each. */
export const allKernels: readonly TrainingKernel[] = [
  relu,
  seededUniform,
  seededNormal,
  seededDropout,
  optimizerUpdate, //
];
