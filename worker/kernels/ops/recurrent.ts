// What the kernels of LSTM and GRU share: attributes, packed weights, the gradient of the recurrent weights.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { recurrentWeightsArguments } from '../runtime/assembly-layouts';
import type { Wasm } from '../runtime/kernel';
import { blocks } from './matmul-blocks';

/** Names and attributes of the kernels of recurrent layers. */

export const LSTM_FORWARD = 'LstmForward';
export const LSTM_BACKWARD = 'LstmBackward';
export const GRU_FORWARD = 'GruForward';
export const GRU_BACKWARD = 'GruBackward';
export const LSTM_WEIGHTS_GRAD = 'LstmWeightsGrad';
export const GRU_WEIGHTS_GRAD = 'GruWeightsGrad';

export interface SequenceAttributes {
  steps: number;
  /** Whether the steps run from the last time to the first. */
  backwards: boolean;
  /** See `gateNumber`. */
  activation: number;
  recurrentActivation: number;
}

/** The sizes of an input, [batch, steps, inputs] or the same in each step: [batch, inputs]. */
export function sequenceOf({ shape }: TensorInfo, attrs: object) {
  const { steps } = attrs as SequenceAttributes;
  return { batch: shape[0]!, steps, size: shape.at(-1)!, repeated: shape.length === 2 ? 1 : 0 };
}

/** What every pass over a sequence takes of its attributes. */
export function passArguments(attrs: object) {
  const { steps, backwards, activation, recurrentActivation } = attrs as SequenceAttributes;
  return { steps, backwards: Number(backwards), activation, recurrentActivation };
}

/** A tensor's address, 0 where there is none. */
export function addressOf(wasm: Wasm, tensor: TensorInfo | undefined): number {
  return tensor ? wasm.address(tensor) : 0;
}

/** The activations of recurrent cells, by tfjs-layers' class names, numbered for assembly/gate.ts. */
const NUMBERS: Readonly<Record<string, number>> = { linear: 0, relu: 1, sigmoid: 2, hardSigmoid: 3, tanh: 4 };

/** Undefined for an activation that our kernels do not have. */
export function gateNumber(className: string): number | undefined {
  return Object.hasOwn(NUMBERS, className) ? NUMBERS[className] : undefined;
}

/** A part of a matrix in the heap: rows × columns, both strides in elements. */
export interface Matrix {
  readonly address: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

const STRIP = 8;
const GRAIN = 16; // strips

/** The columns [from, to) of a contiguous matrix [rows, width]. */
export function columnsOf(address: number, rows: number, width: number, from = 0, to = width): Matrix {
  return { address: address + 4 * from, rows, columns: to - from, rowStride: width, columnStride: 1 };
}

export function transposed({ address, rows, columns, rowStride, columnStride }: Matrix): Matrix {
  return { address, rows: columns, columns: rows, rowStride: columnStride, columnStride: rowStride };
}

/** Packs matrices for `packedProduct` (assembly/packed-product.ts) for the time of `use`. */
export function withPacked<T>(wasm: Wasm, matrices: Matrix[], use: (...packed: number[]) => T): T {
  const sizes = matrices.map(({ rows, columns }) => wasm.call('packedBytes', rows, columns));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return wasm.scratch(total, (start) => {
    let at = start;
    const packed = matrices.map((matrix, i) => {
      const { address, rows, columns, rowStride, columnStride } = matrix;
      const to = at;
      const args = [address, 4 * rowStride, 4 * columnStride, rows, columns, to] as const;
      wasm.parallel('packMatrix', args, Math.ceil(columns / STRIP), GRAIN);
      at += sizes[i]!;
      return to;
    });
    return use(...packed);
  });
}

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
  const before = states.kind === 'before';
  const first = before ? 1 : 0;
  const left = before
    ? rowsBefore(wasm, states, steps, units)
    : rowsOfSame(wasm, states, steps, timeOf(0), backwards);
  const columns = to - from;
  const { blockM, blockN } = blocks(
    { m: units, n: columns, depth: batch * steps, a: { column: units } },
    1,
    wasm.threads,
  );
  const count = Math.ceil(units / blockM) * Math.ceil(columns / blockN);
  wasm.scratchPerThread(wasm.call('recurrentWeightsScratch'), (scratch) => {
    const args = recurrentWeightsArguments({
      ...left,
      b: sumsAt(first),
      bRow: 4 * steps * width,
      bStep: 4 * sumsStep,
      dw: wasm.address(gradient) + 4 * from,
      dwRow: 4 * width,
      batch,
      steps: steps - first,
      ...{ m: units, n: columns, blockM, blockN, scratch },
    });
    wasm.parallel('recurrentWeights', args, count);
  });
}

type Before = Extract<States, { kind: 'before' }>;
type Same = Extract<States, { kind: 'same' }>;

/** Where the states lie, and their steps in bytes: from the second step on, h0 being the first one's. */
function rowsBefore(wasm: Wasm, { hidden, h0 }: Before, steps: number, units: number) {
  const step = 4 * units;
  return { a: wasm.address(hidden), aRow: steps * step, aStep: step, a0: addressOf(wasm, h0), a0Row: step };
}

function rowsOfSame(wasm: Wasm, { saved, offset }: Same, steps: number, time: number, backwards: boolean) {
  const width = saved.shape[2]!;
  const step = (backwards ? -4 : 4) * width;
  return {
    a: wasm.address(saved) + 4 * (time * width + offset),
    aRow: 4 * steps * width,
    aStep: step,
    a0: 0,
    a0Row: 0,
  };
}
