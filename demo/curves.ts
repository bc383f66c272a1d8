// The charts of a run, one a metric, fed by its events and drawn once a frame.
import type { BatchEvent, EpochEvent, Metrics } from 'trainlab';
import { type Chart, createChart } from './chart';
import { byId } from './element';
import { isCount, splitMetric } from './format';
import { perFrame } from './frame';
import { onThemeChange } from './ink';
import { createTimeline, withinPhase } from './timeline';

export interface Curves {
  /** Empty charts for the run to come. */
  reset(): void;
  batch(event: BatchEvent): void;
  epoch(event: EpochEvent): void;
}

/** Charts that stand empty until the run's first values tell which metrics there are. */
const expected = ['loss', 'accuracy'];

export function createCurves(): Curves {
  const container = byId('charts');
  let timeline = createTimeline();
  let charts = new Map<string, Chart>();
  let told = false;
  const draw = perFrame(() => {
    for (const chart of charts.values()) chart.draw();
  });
  onThemeChange(draw);

  const chartOf = (metric: string): Chart => {
    const existing = charts.get(metric);
    if (existing) return existing;
    const chart = createChart(metric, timeline);
    charts.set(metric, chart);
    container.append(chart.element);
    return chart;
  };
  const dropUnused = (metrics: Metrics) => {
    const bases = Object.keys(metrics).map((name) => splitMetric(name).base);
    for (const metric of expected.filter((name) => !bases.includes(name))) {
      charts.get(metric)?.destroy();
      charts.get(metric)?.element.remove();
      charts.delete(metric);
    }
  };
  const each = (metrics: Metrics, push: (chart: Chart, value: number, validation: boolean) => void) => {
    if (!told) dropUnused(metrics);
    told = true;
    for (const [name, value] of Object.entries(metrics)) {
      const { base, validation } = splitMetric(name);
      if (Number.isFinite(value) && !isCount(name)) push(chartOf(base), value, validation);
    }
  };

  const reset = () => {
    for (const chart of charts.values()) chart.destroy();
    container.replaceChildren();
    charts = new Map();
    timeline = createTimeline();
    told = false;
    for (const metric of expected) chartOf(metric);
    draw();
  };
  reset();

  return {
    reset,
    batch({ phase, batch, batches, metrics, ...counted }) {
      const { epoch, epochs } = withinPhase(counted);
      timeline.enter(phase, epochs);
      const x = timeline.position(phase, epoch - 1 + batch / batches);
      each(metrics, (chart, value) => chart.push(phase, 'batch', x, value));
      draw();
    },
    epoch({ phase, metrics, ...counted }) {
      const { epoch, epochs } = withinPhase(counted);
      timeline.enter(phase, epochs);
      const x = timeline.position(phase, epoch);
      each(metrics, (chart, value, validation) =>
        chart.push(phase, validation ? 'validation' : 'train', x, value),
      );
      draw();
    },
  };
}
