// The twins in numbers: parameters, and the figures of the newest epoch, in the end of the best.
import type { EpochEvent, Metrics, PhaseResult } from 'trainlab';
import { element } from '../../element';
import { count } from '../../format';
import { createScrollingTable } from '../../scrolling-table';
import { createTable, type MetricDescriptions } from '../../table';

interface Network {
  name: string;
  trainableParameters: number;
}

export interface NetworkTable {
  element: HTMLElement;
  /** A network's training begins. */
  begin(network: Network): void;
  epoch(event: EpochEvent): void;
  /** The training is done: shows what the networks ended with. */
  finish(phases: readonly PhaseResult[]): void;
}

export function createNetworkTable(metrics: MetricDescriptions): NetworkTable {
  const frame = createScrollingTable('Both networks, newest epoch');
  const table = createTable(frame.table, ['Network', 'Parameters']);
  table.describe(metrics);
  const ratio = element('p', { class: 'hint' });
  const networks: Network[] = [];
  const newest = new Map<string, Metrics>();
  const show = () =>
    table.show(
      networks.map(({ name, trainableParameters }) => ({
        cells: [name, count(trainableParameters)],
        metrics: accuracies(newest.get(name)),
      })),
    );
  return {
    element: element('div', {}, frame.element, ratio),
    begin(network) {
      networks.push(network);
      show();
      const [own, twin] = networks;
      if (!own || !twin) return;
      const times = twin.trainableParameters / own.trainableParameters;
      ratio.textContent = `The ${twin.name} has ${times.toFixed(2)} times the parameters.`;
    },
    epoch({ phase, metrics }) {
      newest.set(phase, metrics);
      show();
    },
    finish(phases) {
      for (const { name, metrics } of phases) newest.set(name, metrics);
      show();
    },
  };
}

/** The losses are for the chart: the table would be too wide. */
function accuracies({ accuracy, valAccuracy }: Metrics = {}): Metrics {
  return accuracy === undefined || valAccuracy === undefined ? {} : { accuracy, valAccuracy };
}
