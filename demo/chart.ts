// The chart of one metric: every batch as a faint line, every epoch's training and validation value as a pen stroke.
// uPlot draws it: 50 kB, typed, kept up, and on a canvas, so that a redraw costs a millisecond or two.
import uPlot from 'uplot';
import { axis, bare, epochSteps, fitWidth, pen, tickLabel, valueRange } from './axes';
import { element } from './element';
import { type MetricKind, metric, words } from './format';
import { ink } from './ink';
import { createMetricLines, type Kind } from './metric-lines';
import { drawPhases } from './phase-marks';
import type { Timeline } from './timeline';

export interface Chart {
  element: HTMLElement;
  push(phase: string, kind: Kind, x: number, value: number): void;
  draw(): void;
  destroy(): void;
}

const height = 190;

export function createChart(name: string, kind: MetricKind, timeline: Timeline): Chart {
  const lines = createMetricLines();
  const readout = element('p', { class: 'readout' });
  const plot = element('div', { class: 'plot', role: 'img', 'aria-label': `${words(name)}: no values yet.` });
  const figure = element(
    'figure',
    { class: 'chart', 'data-metric': name },
    element('figcaption', {}, element('span', { class: 'name' }, words(name)), readout),
    plot,
  );

  const tell = (trained: number | undefined, validated: number | undefined, where: string) => {
    readout.replaceChildren(
      element('span', { class: 'train' }, metric(kind, trained)),
      element('span', { class: 'validation' }, metric(kind, validated)),
      element('span', { class: 'where' }, where),
    );
  };
  const tellLatest = () =>
    tell(lines.latest('train') ?? lines.latest('batch'), lines.latest('validation'), '');
  const tellAt = (position: number) => {
    const values = lines.epochFrom(position);
    if (!values) return tellLatest();
    const { phase, epoch } = timeline.at(values.x);
    tell(values.train, values.validation, `${phase?.name}, epoch ${epoch}`);
  };

  /** More points than this would hide the line. */
  const fewEpochs = () => timeline.end <= 60;
  const chart = new uPlot(
    {
      ...bare,
      height,
      padding: [18, 16, 0, 0],
      scales: {
        x: { time: false, range: () => [0, timeline.end] },
        y: { range: (_, low, high) => valueRange(kind, low, high) },
      },
      axes: [
        axis({
          ...epochSteps,
          values: (_, ticks) => ticks.map((tick) => `${timeline.at(tick).epoch}`),
        }),
        axis({ size: 52, space: 32, values: (_, ticks) => ticks.map((tick) => tickLabel(kind, tick)) }),
      ],
      series: [
        {},
        { stroke: () => ink('--pencil'), width: 1, points: { show: false } },
        pen('--train', '--train', fewEpochs),
        pen('--validation', '--sheet', fewEpochs),
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
  const letGo = fitWidth(chart, plot, height);
  tellLatest();

  return {
    element: figure,
    push: lines.push,
    draw() {
      chart.setData(lines.aligned());
      tellLatest();
      const [trained, validated] = [lines.latest('train'), lines.latest('validation')].map((value) =>
        metric(kind, value),
      );
      plot.setAttribute(
        'aria-label',
        `${words(name)} by epoch. Latest: training ${trained}, validation ${validated}.`,
      );
    },
    destroy() {
      letGo();
      chart.destroy();
    },
  };
}
