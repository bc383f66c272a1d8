// Sums, means, maxima and minima over axes.
import { type NamedAttrMap, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { KernelError } from '../runtime/errors';
import type { KernelCall, TrainingKernel, Wasm } from '../runtime/kernel';
import { sizeOf } from './shape';

/** A minimum is a maximum by a scale of -1: the negative of the largest negative. */
type Operation = 'Sum' | 'Max';

/** Floats that one unit of a long reduction takes: fixed, so that sums do not depend on the threads. */
const CHUNK = 16384;
const GRAIN = 16384;
const MIN_CHUNK_ROWS = 16; // of a reduction down columns, that its partial results stay a small share

/** Neighbouring dimensions that are reduced, or kept, together. */
interface Group {
  size: number;
  reduced: boolean;
}

/**
 * Reduces a float32 tensor over some of its axes, one run of neighbouring axes after the other.
 * @param scale what a sum is multiplied with; 1 for a maximum, -1 for a minimum
 * @returns a tensor of the kept dimensions
 */
function reduceAxes(
  wasm: Wasm,
  operation: Operation,
  x: TensorInfo,
  axes: readonly number[],
  scale = 1,
): TensorInfo {
  const groups: Group[] = [];
  for (const [axis, size] of x.shape.entries()) {
    const reduced = axes.includes(axis);
    if (size === 1) continue;
    const last = groups[groups.length - 1];
    if (last?.reduced === reduced) last.size *= size;
    else groups.push({ size, reduced });
  }
  const shape = x.shape.filter((_, axis) => !axes.includes(axis));
  if (sizeOf(x.shape) === 0) return filled(wasm, shape, operation);
  const passes = groups.filter(({ reduced }) => reduced).length;
  if (passes === 0) return wasm.reshaped(x, shape);
  const partScale = operation === 'Sum' ? 1 : scale;

  let from = x;
  for (let last = groups.length - 1; last >= 0; last--) {
    const { size, reduced } = groups[last]!;
    if (!reduced) continue;
    const kept = groups.filter((group, i) => i < last || !group.reduced);
    const final = kept.every((group) => !group.reduced);
    const to = wasm.output(final ? shape : kept.map((group) => group.size));
    const outer = sizeOf(groups.slice(0, last).map((group) => group.size));
    const inner = sizeOf(kept.slice(last).map((group) => group.size));
    const addresses: [number, number] = [wasm.address(from), wasm.address(to)];
    reduceMiddle(wasm, operation, ...addresses, outer, size, inner, final ? scale : partScale);
    if (from !== x) wasm.dispose(from);
    from = to;
  }
  return from;
}

/** y [outer, inner] = scale · reduction of x [outer, reduced, inner] over its middle. */
function reduceMiddle(
  wasm: Wasm,
  operation: Operation,
  x: number,
  y: number,
  outer: number,
  reduced: number,
  inner: number,
  scale: number,
): void {
  const rows = inner === 1 ? CHUNK : Math.max(MIN_CHUNK_ROWS, Math.ceil(CHUNK / inner));
  // Many outer indices are parallel enough; a few chunks would only add a pass.
  const chunks = outer * inner >= CHUNK || reduced < 2 * rows ? 1 : Math.ceil(reduced / rows);
  if (chunks === 1) {
    reducePass(wasm, operation, x, y, outer, reduced, inner, reduced, scale);
    return;
  }
  wasm.scratch(outer * chunks * inner * 4, (partial) => {
    reducePass(wasm, operation, x, partial, outer, reduced, inner, rows, operation === 'Sum' ? 1 : scale);
    reduceMiddle(wasm, operation, partial, y, outer, chunks, inner, scale);
  });
}

function reducePass(
  wasm: Wasm,
  operation: Operation,
  x: number,
  y: number,
  outer: number,
  reduced: number,
  inner: number,
  chunkRows: number,
  scale: number,
): void {
  const chunks = Math.ceil(reduced / chunkRows);
  const grain = Math.ceil(GRAIN / (chunkRows * inner));
  if (inner > 1) {
    const args = [x, y, reduced, inner, chunkRows, chunks, scale] as const;
    wasm.parallel(`reduceColumns${operation}`, args, outer * chunks, grain);
  } else if (chunks === 1 || outer === 1) {
    const args = [x, y, chunkRows, outer * reduced, scale] as const;
    wasm.parallel(`reduceRows${operation}`, args, outer * chunks, grain);
  } else {
    for (let row = 0; row < outer; row++) {
      const args = [x + row * reduced * 4, y + row * chunks * 4, chunkRows, reduced, scale] as const;
      wasm.parallel(`reduceRows${operation}`, args, chunks, grain);
    }
  }
}

/** A reduction of nothing gives what it gives on the CPU backend: 0 for sums and means, else NaN. */
function filled(wasm: Wasm, shape: readonly number[], operation: Operation): TensorInfo {
  const y = wasm.output(shape);
  wasm.elements(y).fill(operation === 'Sum' ? 0 : Number.NaN);
  return y;
}

interface ReductionOptions {
  axes?: (attrs: NamedAttrMap) => unknown;
  /** By the number of elements that make one. */
  scale?: (count: number) => number;
}

/** A reduction of TensorFlow.js; integers are left to the stock kernel. */
function reduction(
  name: string,
  operation: Operation,
  { axes: axesOf = ({ axis }) => axis, scale = () => 1 }: ReductionOptions = {},
): TrainingKernel {
  return {
    name,
    run(call, wasm) {
      const x = call.inputs.x!;
      if (x.dtype !== 'float32') return byStockKernel(name, axesOf(call.attrs), call, wasm);
      const axes = util.parseAxisParam(axesOf(call.attrs) as number[], x.shape);
      const y = reduceAxes(wasm, operation, x, axes, scale(sizeOf(axes.map((axis) => x.shape[axis]!))));
      if (call.attrs.keepDims) {
        y.shape = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
      }
      return y;
    },
  };
}

/** What a reduction of nothing gives. */
const NEUTRAL: Readonly<Record<string, number>> = { Sum: 0, Prod: 1, All: 1, Any: 0 };

/** The stock kernel's work, but for reductions of nothing: that divides by zero, or writes nothing. */
function byStockKernel(name: string, axis: unknown, call: KernelCall, wasm: Wasm): TensorInfo | TensorInfo[] {
  const x = call.inputs.x!;
  if (sizeOf(x.shape) > 0) return wasm.stock(name, call);
  const axes = util.parseAxisParam(axis as number[], x.shape);
  const shape = call.attrs.keepDims
    ? x.shape.map((size, at) => (axes.includes(at) ? 1 : size))
    : x.shape.filter((_, at) => !axes.includes(at));
  const neutral = NEUTRAL[name];
  if (neutral === undefined && sizeOf(shape) > 0) {
    throw new KernelError(name, `x [${x.shape}] has nothing to reduce, and ${x.dtype} no number for that.`);
  }
  const y = wasm.output(shape, x.dtype);
  wasm.elements(y).fill(neutral ?? 0);
  return y;
}

/** A reduction that has no kernel of ours. */
function stockReduction(name: 'Prod' | 'All' | 'Any'): TrainingKernel {
  return { name, run: (call, wasm) => byStockKernel(name, call.attrs.axis, call, wasm) };
}

export const reductionKernels: readonly TrainingKernel[] = [
  reduction('Sum', 'Sum'),
  reduction('Mean', 'Sum', { scale: (count) => 1 / count }),
  reduction('Max', 'Max', { axes: ({ reductionIndices }) => reductionIndices }),
  reduction('Min', 'Max', { scale: () => -1 }),
  stockReduction('Prod'),
  stockReduction('All'),
  stockReduction('Any'),
];
