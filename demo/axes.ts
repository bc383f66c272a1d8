// What all charts share: their frame and their axes.
import type uPlot from 'uplot';
import type { MetricKind } from './format';
import { ink } from './ink';

/** No legend, and a cursor that only tells where it is. */
export const bare = {
  width: 320,
  legend: { show: false },
  cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
} satisfies Partial<uPlot.Options>;

/** How far apart epochs may be marked. */
export const epochSteps = { incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500], space: 34 } satisfies uPlot.Axis;

/** A line two pixels wide, with dots where `dotted` allows them. */
export const pen = (
  colour: string,
  fill: string,
  dotted: (u: uPlot) => boolean,
  dash?: number[],
): uPlot.Series => ({
  stroke: () => ink(colour),
  width: 2,
  dash,
  points: { show: dotted, size: 6, fill: () => ink(fill) },
});

/** Keeps a chart as wide as its place, until the function it gives is called. */
export function fitWidth(chart: uPlot, place: HTMLElement, height: number): () => void {
  const resized = new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height }));
  resized.observe(place);
  return () => resized.disconnect();
}

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
