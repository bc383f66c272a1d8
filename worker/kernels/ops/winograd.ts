// Convolutions by Winograd's transform, for filters of 3 × 3 and 5 × 5.
import { WINOGRAD_PLAN_WORDS, writeWinogradPlan } from '../runtime/assembly-layouts';
import type { Arguments, Wasm } from '../runtime/kernel';
import { ScratchLayout } from '../runtime/scratch';
import { type FilterLayout, packFilter } from './convolution-plan';
import type { ConvShape } from './convolution-shape';
import { type Epilogue, fillRow } from './epilogue';

/** A convolution by tiles of six by six inputs: see assembly/winograd-lines.ts. */
interface WinogradPlan {
  readonly shape: ConvShape;
  /** Rows and columns of a tile's outputs: 4 for a filter of 3 × 3, 2 for one of 5 × 5. */
  readonly outputs: number;
  readonly tilesHigh: number;
  readonly tilesWide: number;
  readonly tiles: number;
  /** Tiles that are transformed together. */
  readonly blockTiles: number;
  /** Forward: panels of eight output channels in a unit of work. */
  readonly unitPanels: number;
  readonly threadBytes: number;
}

const POINTS = 36;
const PLAN_BYTES = 4 * WINOGRAD_PLAN_WORDS;
/** Scratch for a tile of vectors. */
const TILE_BYTES = POINTS * 16;

const UNITS = 32; // that even eight threads share out well
const THREAD_BYTES = 448 * 1024; // of points: with some of the filter's they should stay in a second-level cache
const BLOCK_BYTES = 3 * 1024 * 1024; // of points, for all threads

/**
 * Does it pay? It does where the multiplications that it saves outweigh the transforms. In cycles, as measured
 * with four floats a vector: a transform takes some 30 a tile and input channel, 22 an output channel.
 */
export function winogradPays(shape: ConvShape): boolean {
  const { filterHeight, filterWidth, channels, outChannels } = shape;
  if (filterHeight !== filterWidth || (filterHeight !== 3 && filterHeight !== 5)) return false;
  if (channels % 8 !== 0 || outChannels % 8 !== 0) return false;
  if (shape.strideHeight !== 1 || shape.strideWidth !== 1) return false;
  if (shape.dilationHeight !== 1 || shape.dilationWidth !== 1) return false;
  const { tiles } = tiling(shape);
  const products = (channels * outChannels) / 8;
  const direct = shape.batch * shape.outHeight * shape.outWidth * filterHeight * filterWidth * products;
  const filter = 320 * products;
  return tiles * (POINTS * products + 30 * channels + 22 * outChannels) + filter < direct;
}

function planWinograd(shape: ConvShape): WinogradPlan {
  const { channels, outChannels } = shape;
  const grid = tiling(shape);
  const panels = outChannels / 8;
  const fit = THREAD_BYTES / (4 * POINTS * (channels + outChannels));
  const shared = Math.max(8, grid.tiles / UNITS);
  const blockTiles = fours(Math.min(Math.max(16, Math.min(fit, 64)), shared));
  const blocks = Math.ceil(grid.tiles / blockTiles);
  const groups = Math.max(1, Math.min(Math.floor(panels / 4), Math.ceil(UNITS / 2 / blocks)));
  const unitPanels = Math.ceil(panels / groups);
  const threadBytes =
    pointsBytes(channels, blockTiles) + pointsBytes(8 * unitPanels, blockTiles) + patchBytes(channels);
  return { shape, ...grid, blockTiles, unitPanels, threadBytes };
}

/** For the filter's gradient. */
function planWinogradGradient(shape: ConvShape): WinogradPlan {
  const { channels, outChannels } = shape;
  const grid = tiling(shape);
  const fit = BLOCK_BYTES / (4 * POINTS * (channels + outChannels));
  const blockTiles = fours(Math.min(Math.max(32, fit), grid.tiles));
  const threadBytes = patchBytes(Math.max(channels, outChannels));
  return { shape, ...grid, blockTiles, unitPanels: outChannels / 8, threadBytes };
}

/** Bytes of all points of some tiles: as in assembly/winograd-plan.ts a cache line more for each point. */
function pointsBytes(channels: number, tiles: number): number {
  return POINTS * (4 * channels * tiles + 64);
}

function patchBytes(channels: number): number {
  return POINTS * 4 * channels + 2 * TILE_BYTES;
}

function tiling(shape: ConvShape) {
  const outputs = 7 - shape.filterHeight;
  const tilesHigh = Math.ceil(shape.outHeight / outputs);
  const tilesWide = Math.ceil(shape.outWidth / outputs);
  return { outputs, tilesHigh, tilesWide, tiles: shape.batch * tilesHigh * tilesWide };
}

function fours(tiles: number): number {
  return Math.ceil(tiles / 4) * 4;
}

/** Lays the plan out at the address, in WINOGRAD_PLAN_WORDS words, for assembly. */
function writePlan(wasm: Wasm, address: number, { shape, ...plan }: WinogradPlan, activation = 0): void {
  const words = wasm.words(address, WINOGRAD_PLAN_WORDS);
  writeWinogradPlan(words, { ...shape, ...plan, taps: shape.filterHeight, activation });
}

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
    plan: layout.take(PLAN_BYTES),
    bias: layout.take(4 * outChannels),
    slope: layout.take(4 * outChannels),
    panels: layout.take(4 * taps * taps * channels * outChannels),
    points: layout.take(4 * POINTS * channels * outChannels),
  };
  wasm.scratch(layout.bytes, (scratch) => {
    writePlan(wasm, scratch + at.plan, plan, epilogue?.activation);
    fillRow(wasm, scratch + at.bias, outChannels, epilogue?.bias);
    fillRow(wasm, scratch + at.slope, outChannels, epilogue?.slope);
    packFilter(wasm, shape, filter, scratch + at.panels);
    wasm.scratchPerThread(Math.max(plan.threadBytes, TILE_BYTES), (perThread) => {
      const points = scratch + at.points;
      const filterArgs: Arguments<'winogradFilter'> = [
        scratch + at.panels,
        points,
        taps,
        channels,
        outChannels,
        perThread,
      ];
      wasm.parallel('winogradFilter', filterArgs, outChannels / 8, Math.ceil(FILTER_GRAIN / channels));
      const rows = [scratch + at.bias, scratch + at.slope] as const;
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
    plan: layout.take(PLAN_BYTES),
    inputs: layout.take(pointsBytes(channels, blockTiles)),
    gradients: layout.take(pointsBytes(outChannels, blockTiles)),
    sums: layout.take(pointsBytes(channels, outChannels)),
  };
  wasm.scratch(layout.bytes, (scratch) => {
    const planAddress = scratch + at.plan;
    writePlan(wasm, planAddress, plan);
    const [inputs, gradients, sums] = [scratch + at.inputs, scratch + at.gradients, scratch + at.sums];
    wasm.scratchPerThread(plan.threadBytes, (perThread) => {
      for (let first = 0; first < tiles; first += blockTiles) {
        const count = Math.min(blockTiles, tiles - first);
        const tilesGrain = Math.ceil(TILES_GRAIN / (channels + outChannels));
        const transform: Arguments<'winogradBothToPoints'> = [
          planAddress,
          x,
          dy,
          inputs,
          gradients,
          perThread,
          first,
        ];
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
