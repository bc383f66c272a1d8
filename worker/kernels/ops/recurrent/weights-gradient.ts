import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Wasm } from '../../runtime/kernel';
import { blocks } from '../matmul/blocks';

/** What a step multiplied with the recurrent weights. */
export type States =
  /** The output of the step before, h0 in the first: [batch, steps, units] in the order of the steps. */
  | { kind: 'before'; hidden: TensorInfo; h0: TensorInfo | undefined }
  /** A part `units` wide of what the step itself saved, from `offset`: [batch, steps, width] by time. */
  | { kind: 'same'; saved: TensorInfo; offset: number };

/**
 * Writes the columns [from, to) of `gradient` [units, width]: Σ over steps of statesᵀ · sums, the gradient of
 * the sums being [batch, steps, width] in the order of time.
 */
export function weightsGradient(
  wasm: Wasm,
  states: States,
  sums: TensorInfo,
  backwards: boolean,
  gradient: TensorInfo,
  [from, to]: readonly [number, number],
): void {
  const [batch, steps, width] = sums.shape as [number, number, number];
  const units = gradient.shape[0]!;
  const sumsStep = (backwards ? -1 : 1) * width;
  const timeOf = (step: number) => (backwards ? steps - 1 - step : step);
  const sumsAt = (step: number) => wasm.address(sums) + 4 * (timeOf(step) * width + from);
  let left: number[];
  let first: number;
  if (states.kind === 'before') {
    const { hidden, h0 } = states;
    first = 1;
    left = [wasm.address(hidden), 4 * steps * units, 4 * units, h0 ? wasm.address(h0) : 0, 4 * units];
  } else {
    const { saved, offset } = states;
    const savedWidth = saved.shape[2]!;
    first = 0;
    const step = (backwards ? -1 : 1) * savedWidth;
    const address = wasm.address(saved) + 4 * (timeOf(0) * savedWidth + offset);
    left = [address, 4 * steps * savedWidth, 4 * step, 0, 0];
  }
  const right = [
    sumsAt(first),
    4 * steps * width,
    4 * sumsStep,
    wasm.address(gradient) + 4 * from,
    4 * width,
  ];
  const columns = to - from;
  const { blockM, blockN } = blocks(
    { m: units, n: columns, depth: batch * steps, a: { column: units } },
    1,
    wasm.threads,
  );
  const count = Math.ceil(units / blockM) * Math.ceil(columns / blockN);
  wasm.scratchPerThread(wasm.call('recurrentWeightsScratch'), (scratch) => {
    const args = [...left, ...right, batch, steps - first, units, columns, blockM, blockN, scratch];
    wasm.parallel('recurrentWeights', args, count);
  });
}
