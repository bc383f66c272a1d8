// Two networks over the same epochs, one metric at a time: one line drawn through, the other broken.
import type { EpochEvent } from 'trainlab';
import uPlot from 'uplot';
import { axis, bare, epochSteps, fitWidth, pen, tickLabel, valueRange } from '../../axes';
import { element } from '../../element';
import { metric, metricTitle } from '../../format';
import { onThemeChange } from '../../ink';
import type { MetricDescriptions } from '../../table';

export interface ComparisonChart {
  element: HTMLElement;
  /** Draws the newest state of a history that only grows. */
  show(history: readonly EpochEvent[]): void;
}

const height = 210;
const compared = ['valAccuracy', 'accuracy', 'valLoss', 'loss'];

export function createComparisonChart(
  networks: [string, string],
  metrics: MetricDescriptions,
  signal: AbortSignal,
): ComparisonChart {
  const title = (name: string) => metricTitle(name, metrics[name]!);
  const choice = element(
    'select',
    { id: 'compared-metric' },
    ...compared.map((name) => element('option', { value: name }, title(name))),
  );
  const values = networks.map(() => element('span'));
  const legend = element(
    'ul',
    { class: 'twin-legend' },
    ...networks.map((name, i) => element('li', {}, `${name} `, values[i])),
  );
  const where = element('p', { class: 'hint' });
  const plot = element('div', { class: 'plot', role: 'img' });
  const label = element('label', { for: choice.id }, 'Compare by');
  const head = element('div', { class: 'compare-by' }, label, choice, where);
  let history: readonly EpochEvent[] = [];

  const of = (network: string) => history.filter(({ phase }) => phase === network);
  const kind = () => metrics[choice.value]!.kind;
  const tell = (epoch?: number) => {
    for (const [i, network] of networks.entries()) {
      const events = of(network);
      const event = epoch === undefined ? events.at(-1) : events.find((one) => one.epoch === epoch);
      values[i]!.textContent = metric(kind(), event?.metrics[choice.value]);
    }
    where.textContent = epoch === undefined ? '' : `Epoch ${epoch}`;
  };
  const chart = new uPlot(
    {
      ...bare,
      height,
      padding: [10, 16, 0, 0],
      scales: {
        x: { time: false, range: () => [0, Math.max(1, history[0]?.epochs ?? 1)] },
        y: { range: (_, low, high) => valueRange(kind(), low, high) },
      },
      axes: [
        axis(epochSteps),
        axis({ size: 52, space: 32, values: (_, ticks) => ticks.map((tick) => tickLabel(kind(), tick)) }),
      ],
      series: [{}, pen('--train', '--train', fewEpochs), pen('--ink', '--sheet', fewEpochs, [7, 5])],
      hooks: {
        setCursor: [
          ({ cursor, posToVal }) =>
            tell(cursor.left! < 0 ? undefined : Math.max(1, Math.round(posToVal(cursor.left!, 'x')))),
        ],
      },
    },
    [[], [], []],
    plot,
  );
  const draw = () => {
    const epochs = Math.max(0, ...history.map(({ epoch }) => epoch));
    const xs = Array.from({ length: epochs }, (_, i) => i + 1);
    const [own, twin] = networks.map((network) => {
      const ys: (number | null)[] = xs.map(() => null);
      for (const { epoch, metrics } of of(network)) ys[epoch - 1] = metrics[choice.value] ?? null;
      return ys;
    });
    chart.setData([xs, own!, twin!]);
    tell();
    const spoken = networks.map((name, i) => `${name} ${values[i]!.textContent}`).join(', ');
    plot.setAttribute('aria-label', `${title(choice.value)} of both by epoch. Newest: ${spoken}.`);
  };
  choice.addEventListener('change', draw);
  onThemeChange(draw, signal);
  const letGo = fitWidth(chart, plot, height);
  signal.addEventListener('abort', () => {
    letGo();
    chart.destroy();
  });

  return {
    element: element('div', {}, head, legend, plot),
    show(grown) {
      history = grown;
      if (!signal.aborted) draw();
    },
  };
}

/** More points than this would hide the line. */
const fewEpochs = (u: uPlot): boolean => u.data[0].length <= 60;
