// What the inputs of each kernel must have in common, checked before it runs.
import type { Contract } from '../runtime/border';

/** By the kernels' names. */
export const contracts: Readonly<Record<string, Contract>> = {};
