// Type a sum and read the network's answer; epoch by epoch, see it learn on ten sums of the validation set.
import { createEpochHistory } from '../../epoch-history';
import type { View } from '../view';
import { createAnswerRows } from './answer-rows';
import { createSumForm } from './sum-form';

export const addition: View<'addition'> = {
  title: 'Ask for a sum',
  invitation:
    'Train first. Then type a sum here, such as 3+4. Until then, see after each epoch how it answers ten sums that it does not train on.',
  open(panel, run, signal) {
    const rows = createAnswerRows();
    const history = createEpochHistory(rows.show);
    run.on('sample', ({ epoch, sample }) => history.push(epoch, sample), { signal });
    panel.append(createSumForm(run, signal), rows.element, history.element);
  },
};
