import { acgan } from './acgan';
import { addition, antirectifier, cifar10, transfer, transferFrozen } from './classifiers';
import { deepdream } from './deepdream';
import type { MakeWorkload } from './workload';

/** By the names of the rows. */
export const workloads: Record<string, MakeWorkload> = {
  addition,
  antirectifier,
  cifar10,
  transfer,
  transfer_frozen: transferFrozen,
  acgan,
  deepdream,
};
