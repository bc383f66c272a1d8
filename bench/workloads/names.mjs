// The rows of the table, in its order; index.ts has a workload for each, or does not compile.
export const WORKLOADS = /** @type {const} */ ([
  'addition',
  'antirectifier',
  'cifar10',
  'transfer',
  'transfer_frozen',
  'acgan',
  'deepdream',
]);

/** @typedef {(typeof WORKLOADS)[number]} WorkloadName */
