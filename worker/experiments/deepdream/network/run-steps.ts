// Runs the operations of a network.
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';

/** One operation of a network, from the outputs of others. */
export interface Operation {
  /** Where its output goes. */
  to: number;
  /** What it takes; -1 is the picture. */
  from: readonly number[];
  run(inputs: Tensor[]): Tensor;
}

/**
 * Runs operations in order, and gives the outputs asked for. What nobody needs any more is disposed at once: under
 * a gradient that keeps what it needs itself.
 */
export function runOperations(
  operations: readonly Operation[],
  targets: readonly number[],
  picture: Tensor4D,
): Tensor[] {
  const values = new Map<number, Tensor>([[-1, picture]]);
  const lastUse = new Map<number, number>();
  for (const [i, { from }] of operations.entries()) for (const slot of from) lastUse.set(slot, i);
  for (const slot of [-1, ...targets]) lastUse.set(slot, Number.POSITIVE_INFINITY);
  for (const [i, { to, from, run }] of operations.entries()) {
    values.set(to, run(from.map((slot) => values.get(slot)!)));
    for (const slot of from) {
      const value = values.get(slot);
      if (value === undefined || lastUse.get(slot) !== i) continue;
      values.delete(slot);
      // A layer without effect hands its input on.
      if (![...values.values()].includes(value)) value.dispose();
    }
  }
  return targets.map((slot) => values.get(slot)!);
}
