import type { Wasm } from '../../runtime/kernel';
import type { ConvShape } from './conv-shape';

/** How a filter lies in memory, in elements; steps may be negative. */
export interface FilterLayout {
  /** Of the first tap's first channels. */
  readonly address: number;
  readonly row: number;
  readonly column: number;
  readonly channel: number;
  readonly outChannel: number;
}

/** Packs a filter into panels of eight output channels, [panel][row][column][channel][8]. */
export function packFilter(wasm: Wasm, shape: ConvShape, filter: FilterLayout, panels: number): void {
  const { filterHeight, filterWidth, channels, outChannels } = shape;
  const args = [
    ...[filter.address, panels, filterHeight, filterWidth, channels, outChannels],
    ...[filter.row, filter.column, filter.channel, filter.outChannel],
  ];
  const grain = Math.ceil(GRAIN / (filterHeight * filterWidth * channels));
  wasm.parallel('packFilter', args, Math.ceil(outChannels / 8), grain);
}

const GRAIN = 2048; // rows of a panel: below some ten microseconds a second thread does not pay
