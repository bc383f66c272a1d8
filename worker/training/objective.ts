// What one output of a network is trained for, and measured by.
import type { Loss } from './losses';
import type { Measure } from './measures';

export interface Objective {
  /** The output's name, before those of its metrics; none where there is but one output. */
  name?: string;
  loss: Loss;
  /** What its loss counts for; 1 where absent. */
  weight?: number;
  measures: readonly Measure[];
}
