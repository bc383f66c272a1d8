// The registry: one line an experiment.
import { acgan } from './acgan';
import { addition } from './addition';
import { antirectifier } from './antirectifier';
import { cifar10 } from './cifar10';
import { deepdream } from './deepdream';
import { transfer } from './transfer';

export const experiments = {
  acgan,
  addition,
  antirectifier,
  cifar10,
  deepdream,
  transfer,
};
