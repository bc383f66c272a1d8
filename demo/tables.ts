// The run in numbers: a table of its phases, a table of its epochs (the charts in words), and its facts.
import type { EpochEvent, ExperimentDescription, PhaseResult, Result } from 'trainlab';
import { byId, type Child, element } from './element';
import { backendTitles, count, duration } from './format';
import { linkTo } from './link';
import { createTable, type MetricDescriptions, type Row } from './table';

export interface Tables {
  /** Empties the tables for a run with these metrics. */
  reset(metrics: MetricDescriptions): void;
  /** A phase begins. */
  phase(phase: { name: string; trainableParameters: number; frozenParameters: number }): void;
  epoch(event: EpochEvent): void;
  /** The run ended early: what has not come by now does not come. */
  stop(): void;
  finish(result: Result, description: ExperimentDescription): void;
}

export function createTables(): Tables {
  const section = byId('numbers');
  const phases = createTable(byId('phases'), ['Phase', 'Trainable', 'Frozen', 'Time']);
  const epochs = createTable(byId('epochs'), ['Phase', 'Epoch', 'Time']);
  let begun: Partial<PhaseResult>[] = [];

  return {
    reset(metrics) {
      begun = [];
      for (const table of [phases, epochs]) table.describe(metrics);
      section.hidden = true;
      byId('facts').replaceChildren();
      phases.show([]);
      epochs.show([]);
    },
    phase(phase) {
      section.hidden = false;
      begun.push(phase);
      phases.show(begun.map((one) => phaseRow(one, '…')));
    },
    epoch({ phase, epoch, durationMs, metrics }) {
      section.hidden = false;
      epochs.add({ cells: [phase, String(epoch), duration(durationMs)], metrics });
    },
    stop() {
      phases.show(begun.map((one) => phaseRow(one, '–')));
    },
    finish(result, description) {
      section.hidden = false;
      phases.show(result.phases.map((one) => phaseRow(one, '–')));
      byId('facts').replaceChildren(...facts(result, description));
    },
  };
}

function phaseRow(phase: Partial<PhaseResult>, untimed: string): Row {
  const { name = '', trainableParameters = 0, frozenParameters = 0, durationMs, metrics = {} } = phase;
  const time = durationMs === undefined ? untimed : duration(durationMs);
  return { cells: [name, count(trainableParameters), count(frozenParameters), time], metrics };
}

function facts(result: Result, description: ExperimentDescription): HTMLElement[] {
  const { dataset, backend, threads, durationMs, seed, epoch, hyperparameters } = result;
  const where =
    backend === 'wasm'
      ? `${backendTitles[backend]}, ${threads} thread${threads === 1 ? '' : 's'}`
      : backendTitles[backend];
  const link = element('a', { href: linkTo(result, description) }, 'Link to train the same again');
  return [
    fact('Time', duration(durationMs)),
    fact('Backend', where),
    ...('restoreBest' in hyperparameters ? [fact('Model', `of epoch ${epoch}`)] : []),
    fact('Data', dataset.test === 0 ? dataset.name : `${dataset.name}: ${shares(dataset)}`),
    fact('Seed', String(seed)),
    fact('Repeat', link),
  ];
}

const shares = ({ train, test }: Result['dataset']): string =>
  `${count(train)} to train on, ${count(test)} to test on`;

const fact = (term: string, description: Child): HTMLElement =>
  element('div', {}, element('dt', {}, term), element('dd', {}, description));
