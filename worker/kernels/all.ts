import { conv2d } from './conv2d';
import { conv2dBackpropFilter } from './conv2d-backprop-filter';
import { conv2dBackpropInput } from './conv2d-backprop-input';
import { fusedConv2d } from './fused-conv2d';
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
  relu,
  seededUniform,
  seededNormal,
  seededDropout,
  optimizerUpdate,
  conv2d,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  fusedConv2d,
];
