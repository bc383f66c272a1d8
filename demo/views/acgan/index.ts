// Ask the generator for digits; epoch by epoch, see ten of each and the losses of both networks.
import type { TypesByName } from 'trainlab';
import { element } from '../../element';
import { createEpochHistory } from '../../epoch-history';
import type { View } from '../view';
import { createDigitGrid } from './digit-grid';
import { createLossTable } from './loss-table';
import { createRequestForm } from './request-form';

export const acgan: View<'acgan'> = {
  title: 'Ask for digits',
  invitation:
    'Train first. Then ask for any digit here, and it is drawn for you. Until then, see after each epoch how the generator draws.',
  open(panel, run, signal) {
    const grid = createDigitGrid(signal);
    const losses = createLossTable();
    const history = createEpochHistory<TypesByName['acgan']['sample']>((sample, epoch) => {
      grid.show(sample.grid, epoch);
      losses.show(sample.losses, epoch);
    });
    const epochs = element('div', { class: 'epochs', hidden: true });
    epochs.append(grid.element, history.element, losses.element);
    run.on(
      'sample',
      ({ epoch, sample }) => {
        epochs.hidden = false;
        history.push(epoch, sample);
      },
      { signal },
    );
    panel.append(createRequestForm(run, signal), epochs);
  },
};
