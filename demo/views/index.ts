// The views by experiment, one line each, in the order in which the page lists the experiments: the first is the
// one to begin with. An experiment without a view is listed behind them, trained and charted all the same.
import { acgan } from './acgan';
import { addition } from './addition';
import { antirectifier } from './antirectifier';
import { cifar10 } from './cifar10';
import { deepdream } from './deepdream';
import { transfer } from './transfer';
import type { View, Views } from './view';

const views: Views = {
  transfer,
  addition,
  antirectifier,
  cifar10,
  acgan,
  deepdream,
};

export const viewOf = (experiment: string): View | undefined =>
  (views as Record<string, unknown>)[experiment] as View | undefined;

/** Sorts names of experiments as the views are. */
export function byView(a: string, b: string): number {
  const place = (name: string) => {
    const index = Object.keys(views).indexOf(name);
    return index < 0 ? Number.POSITIVE_INFINITY : index;
  };
  return place(a) === place(b) ? 0 : place(a) - place(b);
}
