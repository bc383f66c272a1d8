// The registry: one line an experiment.
import { transfer } from './transfer';

export const experiments = {
  transfer,
};
