import type { TrainingKernel } from './kernel';
import { relu } from './relu';

/** Every kernel that we register, one line each. */
export const allKernels: readonly TrainingKernel[] = [
  relu, //
];
