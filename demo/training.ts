// One training on the page: from the form's options to the trained network, or to a readable error.
import {
  type ExperimentDescription,
  type ExperimentName,
  FileError,
  InvalidOptionError,
  type Lab,
  type Result,
  type Run,
  StoppedError,
} from 'trainlab';
import type { Curves } from './curves';
import { byId } from './element';
import { duration, words } from './format';
import type { RunPanel } from './run-panel';
import type { Setup } from './setup';
import type { Tables } from './tables';
import type { TrainedKeeper } from './trained';
import type { ViewPanel } from './view-panel';
import { viewOf } from './views';
import type { View } from './views/view';

export interface Parts {
  setup: Setup;
  panel: RunPanel;
  curves: Curves;
  tables: Tables;
  view: ViewPanel;
  trained: TrainedKeeper;
}

export interface Trainer {
  /** Trains as the form says; settles when the run has. Gives the error that ended the lab with it, if one did. */
  train(lab: Lab): Promise<Error | undefined>;
  readonly run: Run | undefined;
}

export function createTrainer({ setup, panel, curves, tables, view, trained }: Parts): Trainer {
  let run: Run | undefined;
  /** Of a run whose network is not kept. */
  let previous: Result | undefined;

  /** The page is cleared for a run only once the worker has accepted its options. */
  const begin = (begun: Run, { metrics }: ExperimentDescription) => {
    void previous?.model.dispose().catch(() => {});
    previous = undefined;
    if (!viewOf(begun.experiment)?.usesTrained) trained.drop();
    panel.reset();
    curves.reset(metrics);
    tables.reset(metrics);
    view.open(begun, metrics);
  };

  const listen = (current: Run, experiment: ExperimentDescription) => {
    let begun = false;
    current.on('status', (event) => {
      if (!begun && event.state !== 'queued') {
        begun = true;
        begin(current, experiment);
      }
      panel.status(event);
      if (event.phase) tables.phase(event.phase);
    });
    current.on('progress', panel.progress);
    current.on('batch', (event) => {
      panel.batch(event);
      curves.batch(event);
    });
    current.on('epoch', (event) => {
      curves.epoch(event);
      tables.epoch(event);
    });
    current.on('warning', ({ message }) => panel.warn(message));
  };

  return {
    get run() {
      return run;
    },
    async train(lab) {
      const experiment = setup.experiment;
      if (!experiment || run) return undefined;
      setup.clearErrors();
      panel.clearFailure();
      busy(true);
      panel.stage('running', 'Starting…');
      run = lab.train(experiment.name as ExperimentName, setup.options()) as Run;
      listen(run, experiment);
      try {
        const result = await run;
        const view = viewOf(experiment.name);
        if (view?.usesTrained) previous = result;
        else trained.keep(result, experiment.title);
        tables.finish(result, experiment);
        const done = view?.action?.done ?? 'Trained';
        const time = duration(result.durationMs);
        panel.stage('done', result.stopped ? `Stopped after ${time}.` : `${done} in ${time}.`);
        return undefined;
      } catch (error) {
        return explain(error as Error, viewOf(experiment.name));
      } finally {
        run = undefined;
        busy(false);
      }
    },
  };

  function explain(error: Error, view: View | undefined): Error | undefined {
    tables.stop();
    if (error instanceof StoppedError) {
      panel.stage('ready', `Stopped. ${byId('train').textContent} again whenever you like.`);
      return undefined;
    }
    const field = fieldOf(error) ?? (isOfFile(error) ? (view?.fileField ?? 'data') : undefined);
    const done = view?.action?.done.toLowerCase() ?? 'trained';
    panel.stage(
      'failed',
      field ? `Not ${done}: see ${words(field)} in the form.` : 'The training broke off.',
    );
    if (!field || !setup.fail(field, error.message)) panel.fail(error.message);
    return error;
  }
}

/** The option that an error is about. */
function fieldOf(error: Error): string | undefined {
  return error instanceof InvalidOptionError ? error.field : undefined;
}

const isOfFile = (error: Error) => error instanceof FileError;

/** What would pull the lab away from under a run cannot be chosen while it trains. */
function busy(running: boolean): void {
  for (const id of ['experiments', 'backend']) byId<HTMLFieldSetElement>(id).disabled = running;
}
