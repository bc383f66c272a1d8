// A table of rows with the same first columns and a column for every metric that any of them has.
import type { MetricDescription, Metrics } from 'trainlab';
import { element } from './element';
import { metric, metricTitle } from './format';

export type MetricDescriptions = Record<string, MetricDescription>;

export interface Row {
  cells: string[];
  metrics: Metrics;
}

export interface Table {
  /** What the metrics of the rows to come are. */
  describe(metrics: MetricDescriptions): void;
  show(rows: Row[]): void;
  /** Adds a row without building the others anew, for a table may have thousands. */
  add(row: Row): void;
}

/** Fills the head and the body of `table`. */
export function createTable(table: HTMLElement, headings: readonly string[]): Table {
  const head = table.querySelector('thead')!;
  const body = table.querySelector('tbody')!;
  let rows: Row[] = [];
  let metrics: string[] = [];
  let described: MetricDescriptions = {};
  /** One that nobody has described is written as a loss: to three digits. */
  const of = (name: string): MetricDescription => described[name] ?? { kind: 'loss' };

  const build = ({ cells: [first, ...others], metrics: values }: Row) => {
    const texts = [...others, ...metrics.map((name) => metric(of(name).kind, values[name]))];
    const heading = element('th', { scope: 'row' }, first);
    return element('tr', {}, heading, ...texts.map((text) => element('td', {}, text)));
  };
  const show = (shown: Row[]) => {
    rows = [...shown];
    metrics = [...new Set(rows.flatMap((row) => Object.keys(row.metrics)))];
    const titles = [...headings, ...metrics.map((name) => metricTitle(name, of(name)))];
    head.replaceChildren(element('tr', {}, ...titles.map((text) => element('th', { scope: 'col' }, text))));
    body.replaceChildren(...rows.map(build));
  };

  return {
    describe(metrics) {
      described = metrics;
    },
    show,
    add(row) {
      if (Object.keys(row.metrics).some((name) => !metrics.includes(name))) return show([...rows, row]);
      rows.push(row);
      body.append(build(row));
    },
  };
}
