// The axes that all charts share.
import type uPlot from 'uplot';
import type { MetricKind } from './format';
import { ink } from './ink';

export const axis = (options: uPlot.Axis): uPlot.Axis => ({
  stroke: () => ink('--muted'),
  font: `12px ${ink('--text')}`,
  grid: { stroke: () => ink('--square'), width: 1 },
  ticks: { show: false },
  gap: 6,
  size: 30,
  ...options,
});

export const tickLabel = (kind: MetricKind, tick: number): string =>
  kind === 'fraction' ? `${Number((tick * 100).toFixed(1))} %` : String(Number(tick.toPrecision(3)));

/** Fractions end at 1; everything else begins at 0 unless it is negative. */
export function valueRange(kind: MetricKind, low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  if (kind === 'fraction') return [Math.max(0, low - (1 - low) * 0.15 - 0.005), 1];
  const floor = Math.min(0, low);
  return [floor, high === floor ? floor + 1 : high + (high - floor) * 0.08];
}
