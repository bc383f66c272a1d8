// The registry: one line an experiment.
import { cifar10 } from './cifar10';
import { transfer } from './transfer';

export const experiments = {
  cifar10,
  transfer,
};
