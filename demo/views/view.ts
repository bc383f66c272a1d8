// What an experiment may add to the page: fields of its own in the form, and a panel beside the curves.
import type { ExperimentName, Run, TrainOptions, TypesByName } from 'trainlab';

/** Fields that the hyperparameters do not cover, such as a data set's files. */
export interface Extras<Options = Record<string, unknown>> {
  element: HTMLElement;
  /** The options that the fields stand for; `{}` where they are left alone. */
  read(): Options;
  /** Shows the message if the option is one of these fields'; an empty message takes all messages back. */
  fail(option: string, message: string): boolean;
}

export interface View<N extends ExperimentName = ExperimentName> {
  /** Heading of the panel. */
  title: string;
  /** What the panel says before the first training. */
  invitation: string;
  extras?(): Extras<Partial<TrainOptions<TypesByName[N]>>>;
  /**
   * Fills the panel as a run begins: `run` gives its events (`run.on('sample', ...)`), its result and the model.
   * `signal` aborts when the panel passes to another run.
   */
  open(panel: HTMLElement, run: Run<TypesByName[N]>, signal: AbortSignal): void;
}

export type Views = { [N in ExperimentName]?: View<N> };
