// What an optimizer knows besides the weights, as plain numbers: to go on in another worker as if nothing had been.
import {
  dispose,
  keep,
  type Optimizer,
  type Scalar,
  Tensor,
  tensor,
  tidy,
  Variable,
} from '@tensorflow/tfjs-core';
import { ruleOf } from './install';
import type { SlotEntry } from './slots';

/** An optimizer's state; weights are told by their place in the list of the network's. */
export interface OptimizerState {
  iterations: number;
  learningRate?: number;
  /** Such as the powers of Adam's betas, by the field that holds them. */
  scalars: Record<string, number>;
  /** By what they are called, such as `m` and `v`. */
  slots: Record<string, SlotState[]>;
}

export interface SlotState {
  weight: number;
  /** The optimizer's iterations when the slot was made. */
  since: number;
  values: Float32Array;
}

/** The optimizers' fields are private in TensorFlow.js' types. */
type Fields = Record<string, unknown>;

/**
 * @param weights those that it may train; what it keeps of others is left out
 * @returns copies
 */
export async function saveOptimizer(
  optimizer: Optimizer,
  weights: readonly Variable[],
): Promise<OptimizerState> {
  const fields = optimizer as unknown as Fields;
  const scalars: Record<string, number> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value instanceof Tensor && value.size === 1) scalars[name] = (await value.data())[0]!;
  }
  const slots: Record<string, SlotState[]> = {};
  for (const { entries, suffix } of ruleOf(optimizer)?.slots(optimizer as never) ?? []) {
    const saved: SlotState[] = [];
    for (const entry of entries) {
      if (!entry || entry.variable.isDisposed) continue;
      // Where TensorFlow.js' own code made it, only its name tells whose it is.
      const weight = weights.findIndex((one) =>
        entry.owner ? entry.owner === one : entry.originalName === `${one.name}/${suffix}`,
      );
      if (weight < 0) continue;
      const values = Float32Array.from(await entry.variable.data());
      saved.push({ weight, since: entry.since ?? 0, values });
    }
    slots[suffix] = saved;
  }
  const { learningRate } = fields;
  return {
    iterations: optimizer.iterations,
    ...(typeof learningRate === 'number' && { learningRate }),
    scalars,
    slots,
  };
}

/**
 * Sets an optimizer of the same kind to what was saved.
 * @param weights in the order in which they were when it was saved
 * @throws RangeError if the state is of other weights
 */
export function loadOptimizer(
  optimizer: Optimizer,
  state: OptimizerState,
  weights: readonly Variable[],
): void {
  const fields = optimizer as unknown as Fields;
  (fields as { iterations_: number }).iterations_ = state.iterations;
  if (state.learningRate !== undefined) fields.learningRate = state.learningRate;
  for (const [name, value] of Object.entries(state.scalars)) setScalar(fields, name, value);
  for (const { entries, suffix } of ruleOf(optimizer)?.slots(optimizer as never) ?? []) {
    dispose(entries.map((entry) => entry?.variable).filter((variable) => variable !== undefined));
    const loaded = (state.slots[suffix] ?? []).map(({ weight, since, values }): SlotEntry => {
      const owner = weights[weight];
      if (owner?.size !== values.length) throw new RangeError(`no weight of ${values.length} numbers`);
      const variable = tidy(() => tensor(values, owner.shape).variable(false));
      return { originalName: `${owner.name}/${suffix}`, variable, since };
    });
    entries.splice(0, entries.length, ...loaded);
  }
}

function setScalar(fields: Fields, name: string, value: number): void {
  const held = fields[name];
  if (!(held instanceof Tensor)) return;
  const next = tidy(() => keep(tensor(value, [], held.dtype as 'float32')) as Scalar);
  if (held instanceof Variable) {
    held.assign(next as never);
    next.dispose();
  } else {
    held.dispose();
    fields[name] = next;
  }
}
