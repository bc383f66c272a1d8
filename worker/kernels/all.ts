import { activationGradKernels } from './activation-grads';
import { addN } from './add-n';
import { antirectifierKernels } from './antirectifier';
import { fusedBatchNorm } from './batch-norm';
import { binaryKernels } from './binary';
import { broadcastScaled } from './broadcast-scaled';
import { cast } from './cast';
import { comparisonKernels } from './comparisons';
import { concat, pack } from './concat';
import { conv3dBackprops } from './conv3d-backprops';
import { conv2d } from './convolution/conv2d';
import { conv2dBackpropFilter } from './convolution/conv2d-backprop-filter';
import { conv2dBackpropInput } from './convolution/conv2d-backprop-input';
import { fusedConv2d } from './convolution/fused-conv2d';
import { depthwiseConv2dNative } from './depthwise/depthwise-conv2d-native';
import { depthwiseConv2dNativeBackpropFilter } from './depthwise/depthwise-conv2d-native-backprop-filter';
import { depthwiseConv2dNativeBackpropInput } from './depthwise/depthwise-conv2d-native-backprop-input';
import { fusedDepthwiseConv2d } from './depthwise/fused-depthwise-conv2d';
import { dilation2dKernels } from './dilation2d';
import { einsum } from './einsum/einsum';
import { gatherV2 } from './gather';
import { identity } from './identity';
import type { TrainingKernel } from './kernel';
import { batchMatMul } from './matmul/batch-mat-mul';
import { fusedMatMul } from './matmul/fused-mat-mul';
import { maxPool3d } from './ops/max-pool3d';
import { prelu } from './ops/prelu';
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
import { select } from './select';
import { slice, splitV, unpack } from './slice';
import { softmax, softmaxGrad } from './softmax';
import { tile } from './tile';
import { transpose } from './transpose';
import { unaryKernels } from './unary';
import { unsortedSegmentSum } from './unsorted-segment-sum';

/** Every kernel that we register, one line each; families together. */
export const allKernels: readonly TrainingKernel[] = [
  ...activationGradKernels,
  ...antirectifierKernels,
  ...binaryKernels,
  ...comparisonKernels,
  ...conv3dBackprops,
  ...dilation2dKernels,
  ...reductionKernels,
  ...unaryKernels,
  addN,
  avgPool,
  avgPoolGrad,
  batchMatMul,
  broadcastScaled,
  cast,
  concat,
  conv2d,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  depthwiseConv2dNative,
  depthwiseConv2dNativeBackpropFilter,
  depthwiseConv2dNativeBackpropInput,
  einsum,
  fusedBatchNorm,
  fusedConv2d,
  fusedDepthwiseConv2d,
  fusedMatMul,
  gatherV2,
  gruBackward,
  gruForward,
  gruWeightsGrad,
  identity,
  lstmBackward,
  lstmForward,
  lstmWeightsGrad,
  maxPool,
  maxPool3d,
  maxPoolGrad,
  optimizerUpdate,
  pack,
  prelu,
  resizeBilinear,
  resizeBilinearGrad,
  resizeNearestNeighbor,
  resizeNearestNeighborGrad,
  seededDropout,
  seededNormal,
  seededUniform,
  select,
  slice,
  softmax,
  softmaxGrad,
  splitV,
  tile,
  transpose,
  unpack,
  unsortedSegmentSum,
];
