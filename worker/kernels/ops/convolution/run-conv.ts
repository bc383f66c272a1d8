import type { Wasm } from '../../runtime/kernel';
import { ScratchLayout } from '../../runtime/scratch';
import { PANEL, PLAN_BYTES, type Placement, planConv, planWords } from './conv-plan';
import type { ConvShape } from './conv-shape';
import { type Epilogue, fillRow } from './epilogue';
import { type FilterLayout, packFilter } from './filter-layout';

/** y = activation(conv(x) + bias), written to the places that `placement` names. */
export function runConv(
  wasm: Wasm,
  shape: ConvShape,
  { x, filter, y }: { x: number; filter: FilterLayout; y: number },
  { placement, epilogue }: { placement?: Placement; epilogue?: Epilogue } = {},
): void {
  if (shape.outHeight <= 0 || shape.outWidth <= 0 || shape.outChannels === 0) return;
  const plan = planConv(shape);
  const { channels, filterHeight, filterWidth } = shape;
  const lanes = PANEL * plan.panels;
  const layout = new ScratchLayout();
  const at = {
    plan: layout.take(PLAN_BYTES),
    bias: layout.take(4 * lanes),
    slope: layout.take(4 * lanes),
    panels: layout.take(4 * filterHeight * filterWidth * channels * lanes),
  };
  wasm.scratch(layout.bytes, (scratch) => {
    const words = planWords(plan, placement, epilogue?.activation);
    wasm.words(scratch + at.plan, words.length).set(words);
    fillRow(wasm, scratch + at.bias, lanes, epilogue?.bias);
    fillRow(wasm, scratch + at.slope, lanes, epilogue?.slope);
    packFilter(wasm, shape, filter, scratch + at.panels);
    wasm.scratchPerThread(plan.threadBytes, (strips) => {
      const units = shape.batch * plan.strips * Math.ceil(plan.panels / plan.unitPanels);
      const rows = [scratch + at.bias, scratch + at.slope];
      wasm.parallel('conv', [scratch + at.plan, x, scratch + at.panels, ...rows, y, strips], units);
    });
  });
}
