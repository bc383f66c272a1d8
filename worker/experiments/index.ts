// The registry: one line an experiment.
import { addition } from './addition';
import { antirectifier } from './antirectifier';
import { transfer } from './transfer';

export const experiments = {
  addition,
  antirectifier,
  transfer,
};
