import { acgan } from './acgan';
import { addition, antirectifier, cifar10, transfer, transferFrozen } from './classifiers';
import { deepdream } from './deepdream';
import type { MakeWorkload } from './workload';

/** The name of a row of the table. */
export type WorkloadName = typeof import('../steps.mjs').WORKLOADS[number];

export const workloads: Record<WorkloadName, MakeWorkload> = {
  addition,
  antirectifier,
  cifar10,
  transfer,
  transfer_frozen: transferFrozen,
  acgan,
  deepdream,
};
