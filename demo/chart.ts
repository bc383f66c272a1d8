// The chart of one metric: every batch as a faint line, every epoch's training and validation value as a pen stroke.
// uPlot draws it: 50 kB, typed, kept up, and on a canvas, so that a redraw costs a millisecond or two.
import uPlot from 'uplot';
import { element } from './element';
import { isShare, metric, words } from './format';
import { ink } from './ink';
import { cutWidth, type Line, thinned } from './thinned';
import type { Phase, Timeline } from './timeline';

export interface Chart {
  element: HTMLElement;
  batch(x: number, value: number): void;
  epoch(x: number, value: number, validation: boolean): void;
  cut(): void;
  draw(): void;
  destroy(): void;
}

const height = 190;
/** uPlot's join: a cut reaches to the line's own next point, across the points of other lines between. */
const expand = 2;

export function createChart(name: string, timeline: Timeline): Chart {
  const batches = thinned();
  const train: Line = { xs: [], ys: [] };
  const validation: Line = { xs: [], ys: [] };
  const readout = element('p', { class: 'readout' });
  const plot = element('div', { class: 'plot', role: 'img', 'aria-label': `${words(name)}: no values yet.` });
  const figure = element(
    'figure',
    { class: 'chart', 'data-metric': name },
    element('figcaption', {}, element('span', { class: 'name' }, words(name)), readout),
    plot,
  );

  const tell = (trained: number | null | undefined, validated: number | null | undefined, where: string) => {
    readout.replaceChildren(
      element('span', { class: 'train' }, metric(name, trained ?? undefined)),
      element('span', { class: 'validation' }, metric(name, validated ?? undefined)),
      element('span', { class: 'where' }, where),
    );
  };
  const tellLatest = () => tell(train.ys.at(-1) ?? batches.ys.at(-1), validation.ys.at(-1), '');
  const tellAt = (position: number) => {
    const i = train.xs.findIndex((x) => x >= position);
    if (i < 0) return tellLatest();
    const { phase, epoch } = timeline.at(train.xs[i]!);
    tell(train.ys[i], validation.ys[validation.xs.indexOf(train.xs[i]!)], `${phase?.name}, epoch ${epoch}`);
  };

  const chart = new uPlot(
    {
      width: 320,
      height,
      padding: [18, 8, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      scales: {
        x: { time: false, range: () => [0, timeline.end] },
        y: { range: (_, low, high) => valueRange(name, low, high) },
      },
      axes: [
        axis({
          incrs: [1, 2, 5, 10, 20, 50, 100],
          space: 28,
          values: (_, ticks) => ticks.map((tick) => `${timeline.at(tick).epoch}`),
        }),
        axis({ size: 52, space: 32, values: (_, ticks) => ticks.map((tick) => tickLabel(name, tick)) }),
      ],
      series: [
        {},
        { stroke: () => ink('--pencil'), width: 1, points: { show: false } },
        {
          stroke: () => ink('--train'),
          width: 2,
          points: { show: true, size: 6, fill: () => ink('--train') },
        },
        {
          stroke: () => ink('--validation'),
          width: 2,
          points: { show: true, size: 6, fill: () => ink('--sheet') },
        },
      ],
      hooks: {
        drawClear: [(u) => drawPhases(u, timeline.phases)],
        setCursor: [
          ({ cursor, posToVal }) => (cursor.left! < 0 ? tellLatest() : tellAt(posToVal(cursor.left!, 'x'))),
        ],
      },
    },
    [[], [], [], []],
    plot,
  );
  const resized = new ResizeObserver(() => chart.setSize({ width: plot.clientWidth, height }));
  resized.observe(plot);
  tellLatest();

  return {
    element: figure,
    batch: (x, value) => batches.push(x, value),
    epoch(x, value, validated) {
      const line = validated ? validation : train;
      line.xs.push(x);
      line.ys.push(value);
    },
    cut() {
      for (const line of [train, validation]) {
        if (line.xs.length === 0) continue;
        line.xs.push(line.xs.at(-1)! + cutWidth);
        line.ys.push(null);
      }
      batches.cut();
    },
    draw() {
      const lines = [batches, train, validation].map(({ xs, ys }) => [xs, ys] as uPlot.AlignedData);
      chart.setData(
        uPlot.join(
          lines,
          lines.map(() => [expand, expand]),
        ),
      );
      tellLatest();
      const [trained, validated] = [train, validation].map(({ ys }) => metric(name, ys.at(-1) ?? undefined));
      plot.setAttribute(
        'aria-label',
        `${words(name)} by epoch. Latest: training ${trained}, validation ${validated}.`,
      );
    },
    destroy() {
      resized.disconnect();
      chart.destroy();
    },
  };
}

const axis = (options: uPlot.Axis): uPlot.Axis => ({
  stroke: () => ink('--muted'),
  font: `12px ${ink('--text')}`,
  grid: { stroke: () => ink('--square'), width: 1 },
  ticks: { show: false },
  gap: 6,
  size: 30,
  ...options,
});

const tickLabel = (name: string, tick: number): string =>
  isShare(name) ? `${Number((tick * 100).toFixed(1))} %` : String(Number(tick.toPrecision(3)));

/** Shares end at 1; everything else begins at 0 unless it is negative. */
function valueRange(name: string, low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  if (isShare(name)) return [Math.max(0, low - (1 - low) * 0.15 - 0.005), 1];
  const floor = Math.min(0, low);
  return [floor, high === floor ? floor + 1 : high + (high - floor) * 0.08];
}

/** A rule where each phase but the first begins, and each phase's name above its part. */
function drawPhases({ ctx, bbox, valToPos }: uPlot, phases: readonly Phase[]): void {
  ctx.save();
  ctx.font = `${12 * devicePixelRatio}px ${ink('--text')}`;
  ctx.textAlign = 'left';
  ctx.fillStyle = ink('--muted');
  ctx.strokeStyle = ink('--margin');
  ctx.lineWidth = devicePixelRatio;
  for (const { name, start, length } of phases) {
    const [left, right] = [valToPos(start, 'x', true), valToPos(start + length, 'x', true)];
    ctx.fillText(name, left + 4 * devicePixelRatio, bbox.top - 5 * devicePixelRatio, right - left);
    if (start === 0) continue;
    ctx.beginPath();
    ctx.moveTo(left, 0);
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}
