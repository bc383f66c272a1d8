// The registry: one line an experiment.
import { addition } from './addition';
import { antirectifier } from './antirectifier';
import { cifar10 } from './cifar10';
import { transfer } from './transfer';

export const experiments = {
  addition,
  antirectifier,
  cifar10,
  transfer,
};
