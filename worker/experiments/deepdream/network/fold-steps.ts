// Which steps of a network become one.
import type { layers } from '@tensorflow/tfjs-layers';
import {
  activationName,
  canFold,
  type Foldable,
  type Folded,
  foldLayers,
  foldNormalization,
  isNormalization,
} from './fold-layers';

/** A layer and the steps whose outputs it takes. */
interface Step {
  readonly layer: layers.Layer;
  readonly from: readonly number[];
}

export interface FoldedSteps {
  /** By the step whose output it gives: what to run in its place, on the output of which step. */
  readonly folded: ReadonlyMap<number, Folded & { readonly from: number }>;
  /** Steps that are part of another. */
  readonly absorbed: ReadonlySet<number>;
  dispose(): void;
}

/**
 * Folds every chain of convolution, batch normalisation and activation of which only the end is wanted, and the
 * other batch normalisations by themselves.
 * @param needed the steps that are run, in order
 * @param targets the steps whose outputs are asked for
 */
export function foldSteps(
  steps: readonly Step[],
  needed: Iterable<number>,
  targets: readonly number[],
): FoldedSteps {
  const consumers = new Map<number, number[]>();
  const all = [...needed];
  for (const at of all) {
    for (const slot of steps[at]!.from) consumers.set(slot, [...(consumers.get(slot) ?? []), at]);
  }
  const folded = new Map<number, Folded & { from: number }>();
  const absorbed = new Set<number>();
  /** The one step that takes this one's output, if nobody else does. */
  const next = (at: number): number | undefined => {
    const [only, ...others] = consumers.get(at) ?? [];
    return targets.includes(at) || others.length ? undefined : only;
  };
  for (const at of all) {
    const { layer } = steps[at]!;
    const from = steps[at]!.from[0]!;
    if (absorbed.has(at) || folded.has(at)) continue;
    if (isNormalization(layer)) folded.set(at, { ...foldNormalization(layer), from });
    if (!canFold(layer)) continue;
    const chain: Foldable = { convolution: layer };
    const passed = [at];
    let after = next(at);
    if (after !== undefined && isNormalization(steps[after]!.layer)) {
      chain.normalization = steps[after]!.layer;
      passed.push(after);
      after = next(after);
    }
    if (after !== undefined && activationName(steps[after]!.layer)) {
      chain.activation = steps[after]!.layer;
      passed.push(after);
    }
    const end = passed.pop()!;
    if (end === at) continue;
    for (const part of passed) absorbed.add(part);
    folded.set(end, { ...foldLayers(chain), from });
  }
  return {
    folded,
    absorbed,
    dispose() {
      for (const part of folded.values()) part.dispose();
    },
  };
}
