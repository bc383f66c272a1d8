import type { Wasm } from '../../runtime/kernel';
import { ScratchLayout } from '../../runtime/scratch';
import { PLAN_BYTES, planConvFilter, planWords, sumsBytes } from './conv-plan';
import type { ConvShape } from './conv-shape';

/** dw[tap row, tap column, channel, out channel] = the sum over all pixels of x under the tap, times dy. */
export function runConvFilter(
  wasm: Wasm,
  shape: ConvShape,
  { x, dy, dw }: { x: number; dy: number; dw: number },
): void {
  const plan = planConvFilter(shape);
  const { parts } = plan;
  const layout = new ScratchLayout();
  const at = {
    plan: layout.take(PLAN_BYTES),
    sums: layout.take(parts * sumsBytes(shape)),
  };
  wasm.scratch(layout.bytes, (scratch) => {
    const words = planWords(plan);
    wasm.words(scratch + at.plan, words.length).set(words);
    const sums = scratch + at.sums;
    wasm.scratchPerThread(plan.threadBytes, (strips) => {
      const units = parts * Math.ceil(plan.panels / plan.unitPanels);
      wasm.parallel('convFilterParts', [scratch + at.plan, x, dy, sums, strips, shape.batch, parts], units);
    });
    const rows = shape.filterHeight * shape.filterWidth * shape.channels;
    const grain = Math.ceil(SUM_GRAIN / (shape.outChannels * parts));
    wasm.parallel('convFilterSum', [scratch + at.plan, sums, dw, parts], rows, grain);
  });
}

const SUM_GRAIN = 16_384; // additions: below some ten microseconds a second thread does not pay
