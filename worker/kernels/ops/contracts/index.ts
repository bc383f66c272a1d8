// What the inputs of each kernel must have in common, checked before it runs; ours and TensorFlow.js' own alike.
import type { Contract } from '../../runtime/border';
import { elementwiseContracts } from './elementwise';
import { imageContracts } from './images';
import { layoutContracts } from './layout';
import { recurrentContracts } from './recurrent';

/** By the kernels' names; those without one take any inputs of plain dtypes. */
export const contracts: Readonly<Record<string, Contract>> = {
  ...elementwiseContracts,
  ...imageContracts,
  ...layoutContracts,
  ...recurrentContracts,
};
