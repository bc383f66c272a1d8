import type * as tfjs from '@tensorflow/tfjs-core';
import type { Random } from './random';

/**
 * One computation that the CPU backend and ours must agree on. A file `NAME.cases.ts` exports
 * `cases: CaseFile`; `node test/kernels/run.mjs NAME` runs it. Draw all numbers from `random` when the case
 * is made, not in `run`, which is called once a backend.
 */
export interface KernelCase {
  readonly name: string;
  /** Builds its inputs with `tf` and returns what to compare. Runs inside `tf.tidy`. */
  run(tf: typeof tfjs): tfjs.Tensor | tfjs.Tensor[];
  /** What is right, where the CPU backend is wrong; run on it in the place of `run`. */
  expected?(tf: typeof tfjs): tfjs.Tensor | tfjs.Tensor[];
  /** Largest allowed |ours - cpu| / (1 + max |cpu|) of an output. Default 1e-5. */
  readonly tolerance?: number;
}

export type CaseFile = (random: Random) => KernelCase[];

/**
 * Something that must hold in a browser and has no counterpart on the CPU backend. A file `NAME.checks.ts`
 * exports `checks`; it runs like a cases file. `run` throws where it does not hold.
 */
export interface KernelCheck {
  readonly name: string;
  run(tfjsCore: typeof tfjs, options: CheckOptions): Promise<void>;
}

export interface CheckOptions {
  readonly threads: number;
}
