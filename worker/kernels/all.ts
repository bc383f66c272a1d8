import { activationGradKernels } from './activation-grads';
import { addN } from './add-n';
import { fusedBatchNorm } from './batch-norm';
import { binaryKernels } from './binary';
import { broadcastScaled } from './broadcast-scaled';
import { cast } from './cast';
import { concat, pack } from './concat';
import { gatherV2 } from './gather';
import type { TrainingKernel } from './kernel';
import { batchMatMul } from './matmul/batch-mat-mul';
import { fusedMatMul } from './matmul/fused-mat-mul';
import { optimizerUpdate } from './optimizers/update';
import { seededDropout, seededNormal, seededUniform } from './random/wasm';
import { reductionKernels } from './reduce';
import { slice, splitV, unpack } from './slice';
import { softmax, softmaxGrad } from './softmax';
import { tile } from './tile';
import { transpose } from './transpose';
import { unaryKernels } from './unary';
import { unsortedSegmentSum } from './unsorted-segment-sum';

/** Every kernel that we register, one line each; families together. */
export const allKernels: readonly TrainingKernel[] = [
  batchMatMul,
  fusedMatMul,
  ...unaryKernels,
  ...binaryKernels,
  ...activationGradKernels,
  ...reductionKernels,
  broadcastScaled,
  softmax,
  softmaxGrad,
  fusedBatchNorm,
  gatherV2,
  unsortedSegmentSum,
  slice,
  splitV,
  unpack,
  concat,
  pack,
  tile,
  transpose,
  addN,
  cast,
  seededUniform,
  seededNormal,
  seededDropout,
  optimizerUpdate,
];
