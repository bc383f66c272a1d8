import type { KernelBench } from './bench';
import { convolutionBenches } from './convolution';
import { elementwiseBenches } from './elementwise';
import { matMulBenches } from './matmul';
import { optimizerBenches } from './optimizers';
import { recurrentBenches } from './recurrent';

export const benches: readonly KernelBench[] = [
  ...convolutionBenches,
  ...matMulBenches,
  ...recurrentBenches,
  ...elementwiseBenches,
  ...optimizerBenches,
];
