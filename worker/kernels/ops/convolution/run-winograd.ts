import type { Wasm } from '../../runtime/kernel';
import { ScratchLayout } from '../../runtime/scratch';
import type { ConvShape } from './conv-shape';
import { type Epilogue, fillRow } from './epilogue';
import { type FilterLayout, packFilter } from './filter-layout';
import {
  POINTS,
  planWinograd,
  planWinogradGradient,
  pointsBytes,
  TILE_BYTES,
  WINOGRAD_PLAN_BYTES,
  winogradWords,
} from './winograd-plan';

/** As `runConv`, where `winogradPays`. */
export function runWinograd(
  wasm: Wasm,
  shape: ConvShape,
  { x, filter, y }: { x: number; filter: FilterLayout; y: number },
  epilogue?: Epilogue,
): void {
  const plan = planWinograd(shape);
  const { filterHeight: taps, channels, outChannels } = shape;
  const layout = new ScratchLayout();
  const at = {
    plan: layout.take(WINOGRAD_PLAN_BYTES),
    bias: layout.take(4 * outChannels),
    slope: layout.take(4 * outChannels),
    panels: layout.take(4 * taps * taps * channels * outChannels),
    points: layout.take(4 * POINTS * channels * outChannels),
  };
  wasm.scratch(layout.bytes, (scratch) => {
    const words = winogradWords(plan, epilogue?.activation);
    wasm.words(scratch + at.plan, words.length).set(words);
    fillRow(wasm, scratch + at.bias, outChannels, epilogue?.bias);
    fillRow(wasm, scratch + at.slope, outChannels, epilogue?.slope);
    packFilter(wasm, shape, filter, scratch + at.panels);
    wasm.scratchPerThread(Math.max(plan.threadBytes, TILE_BYTES), (perThread) => {
      const points = scratch + at.points;
      const filterArgs = [scratch + at.panels, points, taps, channels, outChannels, perThread];
      wasm.parallel('winogradFilter', filterArgs, outChannels / 8, Math.ceil(FILTER_GRAIN / channels));
      const rows = [scratch + at.bias, scratch + at.slope];
      const units = Math.ceil(plan.tiles / plan.blockTiles) * Math.ceil(outChannels / 8 / plan.unitPanels);
      wasm.parallel('winogradConv', [scratch + at.plan, x, points, ...rows, y, perThread], units);
    });
  });
}

const FILTER_GRAIN = 64; // channels by eight: some ten microseconds

/** As `runConvFilter`, where `winogradPays`. */
export function runWinogradGradient(
  wasm: Wasm,
  shape: ConvShape,
  { x, dy, dw }: { x: number; dy: number; dw: number },
): void {
  const plan = planWinogradGradient(shape);
  const { channels, outChannels } = shape;
  const { tiles, blockTiles } = plan;
  const layout = new ScratchLayout();
  const at = {
    plan: layout.take(WINOGRAD_PLAN_BYTES),
    inputs: layout.take(pointsBytes(channels, blockTiles)),
    gradients: layout.take(pointsBytes(outChannels, blockTiles)),
    sums: layout.take(pointsBytes(channels, outChannels)),
  };
  wasm.scratch(layout.bytes, (scratch) => {
    const words = winogradWords(plan);
    const planAddress = scratch + at.plan;
    wasm.words(planAddress, words.length).set(words);
    const [inputs, gradients, sums] = [scratch + at.inputs, scratch + at.gradients, scratch + at.sums];
    wasm.scratchPerThread(plan.threadBytes, (perThread) => {
      for (let first = 0; first < tiles; first += blockTiles) {
        const count = Math.min(blockTiles, tiles - first);
        const tilesGrain = Math.ceil(TILES_GRAIN / (channels + outChannels));
        const transform = [planAddress, x, dy, inputs, gradients, perThread, first];
        wasm.parallel('winogradBothToPoints', transform, count, tilesGrain);
        const add = first > 0 ? 1 : 0;
        const units = (POINTS * channels) / 8;
        const sumGrain = Math.ceil(SUM_GRAIN / (count * outChannels));
        wasm.parallel('winogradSums', [planAddress, inputs, gradients, sums, count, add], units, sumGrain);
      }
      const rowGrain = Math.ceil(ROW_GRAIN / outChannels);
      wasm.parallel('winogradSumsToFilter', [planAddress, sums, dw, perThread], channels, rowGrain);
    });
  });
}

// Some ten microseconds of work each:
const TILES_GRAIN = 1536; // channels
const SUM_GRAIN = 32_768; // products by eight
const ROW_GRAIN = 1024; // output channels
