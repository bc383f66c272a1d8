import { acgan } from './acgan';
import { addition, antirectifier, cifar10, transfer, transferFrozen } from './classifiers';
import { deepdream } from './deepdream';
import type { WorkloadName } from './names.mjs';
import type { MakeWorkload } from './workload';

export const workloads: Record<WorkloadName, MakeWorkload> = {
  addition,
  antirectifier,
  cifar10,
  transfer,
  transfer_frozen: transferFrozen,
  acgan,
  deepdream,
};
