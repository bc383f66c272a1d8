// The run in numbers: a table of its phases, a table of its epochs (the charts in words), and its facts.
import type { EpochEvent, ExperimentDescription, Metrics, PhaseResult, Result } from 'trainlab';
import { byId, type Child, element } from './element';
import { backendTitles, count, duration, metric, metricTitle } from './format';
import { linkTo } from './link';

export interface Tables {
  reset(): void;
  /** A phase begins. */
  phase(phase: { name: string; trainableParameters: number; frozenParameters: number }): void;
  epoch(event: EpochEvent): void;
  /** The run ended early: what has not come by now does not come. */
  stop(): void;
  finish(result: Result, description: ExperimentDescription): void;
}

export function createTables(): Tables {
  const section = byId('numbers');
  let begun: Partial<PhaseResult>[] = [];
  let epochs: EpochEvent[] = [];

  const showPhases = (phases: Partial<PhaseResult>[], missing = '…') =>
    fill(
      byId('phases'),
      ['Phase', 'Trainable', 'Frozen', 'Time'],
      phases.map(({ name, trainableParameters = 0, frozenParameters = 0, durationMs, metrics = {} }) => ({
        cells: [
          name ?? '',
          count(trainableParameters),
          count(frozenParameters),
          durationMs === undefined ? missing : duration(durationMs),
        ],
        metrics,
      })),
    );
  const showEpochs = () =>
    fill(
      byId('epochs'),
      ['Phase', 'Epoch', 'Time'],
      epochs.map(({ phase, epoch, durationMs, metrics }) => ({
        cells: [phase, String(epoch), duration(durationMs)],
        metrics,
      })),
    );

  return {
    reset() {
      begun = [];
      epochs = [];
      section.hidden = true;
      byId('facts').replaceChildren();
      showPhases(begun);
      showEpochs();
    },
    phase(phase) {
      section.hidden = false;
      begun.push(phase);
      showPhases(begun);
    },
    epoch(event) {
      section.hidden = false;
      epochs.push(event);
      showEpochs();
    },
    stop() {
      showPhases(begun, '–');
    },
    finish(result, description) {
      section.hidden = false;
      showPhases(result.phases);
      byId('facts').replaceChildren(...facts(result, description));
    },
  };
}

interface Row {
  cells: string[];
  metrics: Metrics;
}

function fill(table: HTMLElement, headings: string[], rows: Row[]): void {
  const metrics = [...new Set(rows.flatMap((row) => Object.keys(row.metrics)))];
  const head = [...headings, ...metrics.map(metricTitle)].map((text) =>
    element('th', { scope: 'col' }, text),
  );
  const body = rows.map(({ cells: [first, ...others], metrics: values }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, first),
      ...[...others, ...metrics.map((name) => metric(name, values[name]))].map((text) =>
        element('td', {}, text),
      ),
    ),
  );
  table.querySelector('thead')?.replaceChildren(element('tr', {}, ...head));
  table.querySelector('tbody')?.replaceChildren(...body);
}

function facts(result: Result, description: ExperimentDescription): HTMLElement[] {
  const { dataset, backend, threads, durationMs, seed } = result;
  const where =
    backend === 'wasm'
      ? `${backendTitles[backend]}, ${threads} thread${threads === 1 ? '' : 's'}`
      : backendTitles[backend];
  const link = element('a', { href: linkTo(result, description) }, 'Link to train the same again');
  return [
    fact('Time', duration(durationMs)),
    fact('Backend', where),
    fact('Data', `${dataset.name}: ${count(dataset.train)} to train on, ${count(dataset.test)} to test on`),
    fact('Seed', String(seed)),
    fact('Repeat', link),
  ];
}

const fact = (term: string, description: Child): HTMLElement =>
  element('div', {}, element('dt', {}, term), element('dd', {}, description));
