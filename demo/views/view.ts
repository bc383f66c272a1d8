// What an experiment may add to the page: fields of its own in the form, and a panel beside the curves.
import type { ExperimentName, Lab, Run, TrainOptions, TypesByName } from 'trainlab';
import type { TrainedKeeper } from '../trained';

/** Fields that the hyperparameters do not cover, such as a data set's files. */
export interface Extras<Options = Record<string, unknown>> {
  /** Whether these fields come before the numbers. */
  first?: boolean;
  element: HTMLElement;
  /** The options that the fields stand for; `{}` where they are left alone. */
  read(): Options;
  /** Shows the message if the option is one of these fields'; an empty message takes all messages back. */
  fail(option: string, message: string): boolean;
}

/** What fields may look at on the page. */
export interface Surroundings {
  readonly lab: Lab | undefined;
  readonly trained: TrainedKeeper;
  /** Aborts when the fields give way to those of another experiment. */
  signal: AbortSignal;
}

export interface View<N extends ExperimentName = ExperimentName> {
  /** Heading of the panel. */
  title: string;
  /** What the panel says before the first training. */
  invitation: string;
  /** What training is called here, on the button and when it is done; `Train` and `Trained` where absent. */
  action?: { button: string; done: string };
  /** Where files that cannot be read are to be told of; `data` where absent. */
  fileField?: string;
  /** Goes on with the network that was trained last, which is therefore kept. */
  usesTrained?: boolean;
  /** The view takes the whole width, above the curves. */
  wide?: boolean;
  extras?(page: Surroundings): Extras<Partial<TrainOptions<TypesByName[N]>>>;
  /**
   * Fills the panel as a run begins: `run` gives its events (`run.on('sample', ...)`), its result and the model.
   * `signal` aborts when the panel passes to another run.
   */
  open(panel: HTMLElement, run: Run<TypesByName[N]>, signal: AbortSignal): void;
}

export type Views = { [N in ExperimentName]?: View<N> };
