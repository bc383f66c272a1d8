// The registry: one line an experiment.
import { addition } from './addition';
import { transfer } from './transfer';

export const experiments = {
  addition,
  transfer,
};
