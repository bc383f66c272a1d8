import { activationGradKernels } from './activation-grads';
import { addN } from './add-n';
import { fusedBatchNorm } from './batch-norm';
import { binaryKernels } from './binary';
import { broadcastScaled } from './broadcast-scaled';
import { cast } from './cast';
import { conv2d } from './convolution/conv2d';
import { conv2dBackpropFilter } from './convolution/conv2d-backprop-filter';
import { conv2dBackpropInput } from './convolution/conv2d-backprop-input';
import { fusedConv2d } from './convolution/fused-conv2d';
import { depthwiseConv2dNative } from './depthwise/depthwise-conv2d-native';
import { depthwiseConv2dNativeBackpropFilter } from './depthwise/depthwise-conv2d-native-backprop-filter';
import { depthwiseConv2dNativeBackpropInput } from './depthwise/depthwise-conv2d-native-backprop-input';
import { fusedDepthwiseConv2d } from './depthwise/fused-depthwise-conv2d';
import { einsum } from './einsum/einsum';
import { gatherV2 } from './gather';
import { identity } from './identity';
import type { TrainingKernel } from './kernel';
import { batchMatMul } from './matmul/batch-mat-mul';
import { fusedMatMul } from './matmul/fused-mat-mul';
import { optimizerUpdate } from './optimizers/update';
import { avgPool } from './pooling/avg-pool';
import { avgPoolGrad } from './pooling/avg-pool-grad';
import { maxPool } from './pooling/max-pool';
import { maxPoolGrad } from './pooling/max-pool-grad';
import { seededDropout, seededNormal, seededUniform } from './random/wasm';
import { gruBackward, gruForward, gruWeightsGrad } from './recurrent/gru';
import { lstmBackward, lstmForward, lstmWeightsGrad } from './recurrent/lstm';
import { reductionKernels } from './reduce';
import { resizeBilinear } from './resizing/resize-bilinear';
import { resizeBilinearGrad } from './resizing/resize-bilinear-grad';
import { resizeNearestNeighbor } from './resizing/resize-nearest-neighbor';
import { resizeNearestNeighborGrad } from './resizing/resize-nearest-neighbor-grad';
import { softmax, softmaxGrad } from './softmax';
import { unaryKernels } from './unary';
import { unsortedSegmentSum } from './unsorted-segment-sum';

/** Every kernel that we register, one line each; families together. */
export const allKernels: readonly TrainingKernel[] = [
  ...activationGradKernels,
  ...binaryKernels,
  ...reductionKernels,
  ...unaryKernels,
  addN,
  avgPool,
  avgPoolGrad,
  batchMatMul,
  broadcastScaled,
  cast,
  conv2d,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  depthwiseConv2dNative,
  depthwiseConv2dNativeBackpropFilter,
  depthwiseConv2dNativeBackpropInput,
  fusedBatchNorm,
  fusedConv2d,
  fusedDepthwiseConv2d,
  fusedMatMul,
  identity,
  gruBackward,
  gruForward,
  gruWeightsGrad,
  lstmBackward,
  lstmForward,
  lstmWeightsGrad,
  gatherV2,
  maxPool,
  maxPoolGrad,
  optimizerUpdate,
  resizeBilinear,
  resizeBilinearGrad,
  resizeNearestNeighbor,
  resizeNearestNeighborGrad,
  einsum,
  seededUniform,
  seededNormal,
  seededDropout,
  seededNormal,
  seededUniform,
  softmax,
  softmaxGrad,
  unsortedSegmentSum,
];
