// Show the trained network a picture; epoch by epoch, see which classes it confuses and what it makes of test pictures.
import type { TypesByName } from 'trainlab';
import { element } from '../../element';
import { createEpochHistory } from '../../epoch-history';
import type { View } from '../view';
import { createConfusionTable } from './confusion-table';
import { createPictureForm } from './picture-form';
import { createTestPictures } from './test-pictures';

export const cifar10: View<'cifar10'> = {
  title: 'Show it a picture',
  invitation:
    'Train first. Then drop a picture here, and see what the network takes it for. Until then, see after each epoch which classes it confuses.',
  open(panel, run, signal) {
    const form = createPictureForm(run, signal);
    const confusion = createConfusionTable();
    const pictures = createTestPictures();
    const history = createEpochHistory<TypesByName['cifar10']['sample']>((sample, epoch) => {
      confusion.show(sample, epoch);
      pictures.show(sample, epoch);
    });
    const epochs = element('div', { class: 'epochs', hidden: true });
    epochs.append(history.element, confusion.element, pictures.element);
    run.on(
      'sample',
      ({ epoch, sample }) => {
        epochs.hidden = false;
        form.offer(sample.predictions.map(({ picture }) => picture));
        history.push(epoch, sample);
      },
      { signal },
    );
    panel.append(form.element, epochs);
  },
};
