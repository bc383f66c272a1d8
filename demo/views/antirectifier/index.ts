// Draw a digit; and with a ReLU twin trained beside it, compare the two by their curves and their parameters.
import type { EpochEvent } from 'trainlab';
import { createDigitSheet } from '../../drawing/digit-sheet';
import { element } from '../../element';
import { perFrame } from '../../frame';
import type { View } from '../view';
import { createComparisonChart } from './comparison-chart';
import { createNetworkTable } from './network-table';

const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

export const antirectifier: View<'antirectifier'> = {
  title: 'Draw a digit, compare the twins',
  invitation:
    'Train first. Then draw a digit here, and see what the network makes of it while you draw. Tick Compare in the settings to train a ReLU twin beside it and see which learns faster.',
  open(panel, run, signal, metrics) {
    const table = createNetworkTable(metrics);
    const networks: string[] = [];
    const history: EpochEvent[] = [];
    let show = () => {};
    const draw = perFrame(() => show());

    const compare = ([own, twin]: string[]) => {
      const chart = createComparisonChart([own!, twin!], metrics, signal);
      show = () => chart.show(history);
      panel.append(
        element('section', { class: 'twins', 'aria-label': 'The twins' }, chart.element, table.element),
      );
    };
    run.on(
      'status',
      ({ phase }) => {
        if (!phase || networks.includes(phase.name)) return;
        networks.push(phase.name);
        table.begin(phase);
        if (networks.length === 2) compare(networks);
      },
      { signal },
    );
    run.on(
      'epoch',
      (event) => {
        history.push(event);
        table.epoch(event);
        draw();
      },
      { signal },
    );
    // In the end each has the weights of its best epoch.
    run.then(
      ({ phases }) => !signal.aborted && table.finish(phases),
      () => {},
    );
    panel.append(createDigitSheet({ run, signal, digits }));
  },
};
