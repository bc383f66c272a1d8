import type { Wasm } from '../kernel';
import { PLAN_BYTES, planConvFilter, planWords, sumsBytes } from './conv-plan';
import type { ConvShape } from './conv-shape';
import { ScratchLayout, storeWords } from './scratch';

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
    workspace: layout.takeWorkspace(wasm, plan.slotBytes),
  };
  wasm.scratch(layout.bytes, (scratch) => {
    storeWords(wasm, scratch + at.plan, planWords(plan, wasm.threads));
    wasm.call('unlock', scratch + at.workspace, wasm.threads);
    const sums = scratch + at.sums;
    const units = parts * Math.ceil(plan.panels / plan.unitPanels);
    const args = [scratch + at.plan, x, dy, sums, scratch + at.workspace, shape.batch, parts];
    wasm.parallel('convFilterParts', args, units);
    const rows = shape.filterHeight * shape.filterWidth * shape.channels;
    const grain = Math.ceil(SUM_GRAIN / (shape.outChannels * parts));
    wasm.parallel('convFilterSum', [scratch + at.plan, sums, dw, parts], rows, grain);
  });
}

const SUM_GRAIN = 16_384; // additions: below some ten microseconds a second thread does not pay
