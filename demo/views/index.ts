// The views by experiment, one line each. An experiment without one is trained and charted all the same.
import { transfer } from './transfer';
import type { View, Views } from './view';

const views: Views = {
  transfer,
};

export const viewOf = (experiment: string): View | undefined =>
  (views as Record<string, unknown>)[experiment] as View | undefined;
