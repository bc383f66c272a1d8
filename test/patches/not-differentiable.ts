// Kernels that have no gradient, with the reason.

const WHOLE = 'It gives whole numbers, places or truth values.';
const MADE = 'It makes its output of attributes or shapes alone.';
const TEXT = 'It is about text.';
const RAGGED =
  'It is about rows of unequal length; no differentiable input of TensorFlow.js’ own leads to it.';
const COMPLEX = 'TensorFlow.js takes gradients of float32 alone: its engine refuses complex ones.';
const RECURRENT =
  'The recurrent layers record one gradient for the whole sequence; nested, they run step by step.';
const SECOND = 'The second gradient of this operation is missing.';
const FUSED = 'TensorFlow.js records a gradient of its own with each call; our kernels have one on WASM.';
const IMAGES = 'It is differentiable; augmentation needs no gradient, and none is there.';

/** @param names of kernels */
const all = (names: string, reason: string) => names.split(' ').map((name) => [name, reason] as const);

export const notDifferentiable: Readonly<Record<string, string>> = Object.fromEntries([
  ...all('Bincount DenseBincount NonMaxSuppressionV3 NonMaxSuppressionV4 NonMaxSuppressionV5', WHOLE),
  ...all('LogicalXor SparseReshape BroadcastArgs LowerBound UpperBound', WHOLE),
  ...all('Fill LinSpace Range SeededNormal SeededUniform', MADE),
  ...all('StringNGrams StringSplit StringToHashBucketFast StaticRegexReplace', TEXT),
  ...all('RaggedGather RaggedRange RaggedTensorToTensor SparseFillEmptyRows', RAGGED),
  ...all('Complex Real Imag FFT IFFT', COMPLEX),
  ...all('GruForward GruBackward GruWeightsGrad LstmForward LstmBackward LstmWeightsGrad', RECURRENT),
  ...all('Dilation2DBackpropInput Dilation2DBackpropFilter LRNGrad AntirectifierGrad', SECOND),
  ...all('FusedConv2D FusedDepthwiseConv2D _FusedMatMul', FUSED),
  ...all('CropAndResize RotateWithOffset Transform', IMAGES),
  ['MaxPool3DGrad', 'The gradient of MaxPool3D is made of those of pictures.'],
  ['OptimizerUpdate', 'It trains.'],
  ['SeededDropout', 'Its layer records its gradient with the mask that it drew.'],
  ['FromPixels', 'It reads a picture.'],
  ['Draw', 'It paints a canvas.'],
]);
