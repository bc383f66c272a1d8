import { activationGradKernels } from './activation-grads';
import { addN } from './add-n';
import { avgPool } from './avg-pool';
import { avgPoolGrad } from './avg-pool-grad';
import { binaryKernels } from './binary';
import { cast } from './cast';
import { conv2d } from './conv2d';
import { conv2dBackpropFilter } from './conv2d-backprop-filter';
import { conv2dBackpropInput } from './conv2d-backprop-input';
import { depthwiseConv2dNative } from './depthwise-conv2d-native';
import { depthwiseConv2dNativeBackpropFilter } from './depthwise-conv2d-native-backprop-filter';
import { depthwiseConv2dNativeBackpropInput } from './depthwise-conv2d-native-backprop-input';
import { fusedConv2d } from './fused-conv2d';
import { fusedDepthwiseConv2d } from './fused-depthwise-conv2d';
import type { TrainingKernel } from './kernel';
import { batchMatMul } from './matmul/batch-mat-mul';
import { fusedMatMul } from './matmul/fused-mat-mul';
import { maxPool } from './max-pool';
import { maxPoolGrad } from './max-pool-grad';
import { optimizerUpdate } from './optimizers/update';
import { seededDropout, seededNormal, seededUniform } from './random/wasm';
import { gruBackward, gruForward, gruWeightsGrad } from './recurrent/gru';
import { lstmBackward, lstmForward, lstmWeightsGrad } from './recurrent/lstm';
import { unaryKernels } from './unary';

/** Every kernel that we register, one line each; families together. */
export const allKernels: readonly TrainingKernel[] = [
  ...activationGradKernels,
  ...binaryKernels,
  ...unaryKernels,
  addN,
  avgPool,
  avgPoolGrad,
  batchMatMul,
  cast,
  conv2d,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  depthwiseConv2dNative,
  depthwiseConv2dNativeBackpropFilter,
  depthwiseConv2dNativeBackpropInput,
  fusedConv2d,
  fusedDepthwiseConv2d,
  fusedMatMul,
  gruBackward,
  gruForward,
  gruWeightsGrad,
  lstmBackward,
  lstmForward,
  lstmWeightsGrad,
  maxPool,
  maxPoolGrad,
  optimizerUpdate,
  seededDropout,
  seededNormal,
  seededUniform,
];
