// Pulls one experiment's generator: turns what it yields into events, and lets messages in between two steps.
import { StoppedError, TrainingDivergedError } from '../../src/errors';
import type { AnyRunEvent, BackendName, Metrics } from '../../src/protocol';
import type { ExperimentEvent, Network, Outcome, Predicting, Training } from '../experiment';
import { macrotask } from '../macrotask';
import type { RunControl } from './control';
import { disposeAll, History, read } from './history';
import type { CheckpointKeeper, Place } from './keep-checkpoints';
import { Progress } from './progress';
import { OWN, type RunState } from './run-state';

/** Batch and progress events come at most this often: about 20 a second. */
const COALESCE_MS = 50;

interface Target {
  run: number;
  experiment: string;
  backend: BackendName;
  /** What the events count. */
  unit: 'epoch' | 'octave';
  post: (event: AnyRunEvent) => unknown;
  /** Takes over the network that a run gives that ends early, before its generator disposes of the rest. */
  keep(network: Network): void;
  /** Whether a metric is a loss: it has to be a number. */
  isLoss(metric: string): boolean;
  state: RunState;
  checkpoints: CheckpointKeeper;
}

// An event without the fields that all share.
type Bare<E> = E extends unknown ? Omit<E, 'run' | 'experiment'> : never;

interface Between {
  /** Before each step. */
  before?(): Promise<void>;
  handle(event: ExperimentEvent): Promise<void> | void;
}

/** The loop of every generator in the worker: messages come in between two steps, and it is always left tidy. */
async function pull<T>(
  generator: AsyncGenerator<ExperimentEvent, T, void>,
  { before, handle }: Between,
): Promise<T> {
  try {
    while (true) {
      await before?.();
      const { done, value } = await generator.next();
      if (done) return value;
      await handle(value);
      await macrotask();
    }
  } finally {
    // Runs the generator's own clean-up where it was left early; after its end it does nothing.
    await generator.return(undefined as never);
  }
}

/** What is predicted; the steps that it takes tell nobody anything. */
export async function predicted<T>(predicting: Predicting<T>): Promise<T> {
  if (!('next' in predicting)) return predicting;
  return pull(predicting, {
    handle(event) {
      if (event.type === 'step') disposeAll(event.metrics);
    },
  });
}

/** What a run ended with, and whether it was stopped before its end. */
export type Driven = Outcome & { stopped: boolean };

/** What a stopped run throws inside, once it has something to give. */
class StoppedEarly {
  constructor(readonly outcome: Outcome) {}
}

/** A run has diverged after an epoch that was good: with the network as it was then. */
export class Diverged {
  constructor(
    readonly error: TrainingDivergedError,
    readonly lastGood: Outcome,
  ) {}
}

/**
 * Runs a training to its end, or until it is stopped.
 * @throws what the generator throws; a StoppedError when the run is stopped before it has a network, or is to be
 *   dropped; a `Diverged` or a TrainingDivergedError when a loss is no number; after the generator has disposed.
 */
export async function drive(
  training: Training,
  control: RunControl,
  { run, experiment, backend, unit, post, keep, isLoss, state, checkpoints }: Target,
): Promise<Driven> {
  const progress = new Progress();
  let acknowledged: unknown = Promise.resolve();
  let unread = 0;
  let due = 0;
  let soFar: Extract<ExperimentEvent, { type: 'so-far' }> | undefined;
  const history = new History();
  let lastLoss: number | null = null;
  let place: Place = { phase: '', epoch: 0, step: 0, steps: 0 };
  state.keep(`${OWN}progress`, progress.part);
  state.keep(`${OWN}history`, history.part);
  // Reading one number costs nothing where there is no graphics processor to wait for.
  const readsEachStep = backend !== 'webgpu';

  function emit(event: Bare<AnyRunEvent>): void {
    unread++;
    acknowledged = Promise.resolve(post({ ...event, run, experiment } as AnyRunEvent)).then(
      () => unread--,
      () => unread--,
    );
  }
  const status = (
    state: 'preparing' | 'loading' | 'training' | 'paused' | 'done',
    message: string,
    more = {},
  ) => emit({ type: 'status', state, backend, message, ...more });

  async function handle(event: ExperimentEvent): Promise<void> {
    switch (event.type) {
      case 'plan':
        progress.plan(event.steps, event.work);
        return;
      case 'loading':
        return status('loading', event.message, { fraction: event.fraction });
      case 'phase': {
        const { type: _, ...phase } = event;
        history.begin(phase);
        return status('training', `Training: ${phase.name}`, { phase });
      }
      case 'work':
        progress.advance(event.work, 0);
        return reportProgress();
      case 'step': {
        const { type: _, metrics, work = 1, ...batch } = event;
        progress.advance(work, 1);
        history.step(metrics);
        place = { phase: batch.phase, epoch: batch.epoch, ...progress.steps };
        // A page that cannot keep up gets fewer of these, not a queue of them.
        const isDue = performance.now() >= due && unread <= 8;
        // Once an epoch at least: what a network has learned must be known to be numbers when it is kept as good.
        if (isDue || readsEachStep || batch.batch === batch.batches) {
          const values = await read(metrics);
          await checkLosses(values);
          if (isDue) emit({ type: 'batch', unit, ...batch, metrics: values });
        }
        if (isDue) reportProgress();
        return checkpoints.after('step', place);
      }
      case 'epoch-end':
        return checkpoints.after('epoch-end', place);
      case 'so-far':
        soFar = event;
        return;
      case 'epoch': {
        const { best, ...told } = event;
        const { type: _, epochs: __, ...record } = told;
        history.epoch(record, best);
        return emit({ unit, ...told });
      }
      case 'sample':
      case 'warning':
        return emit(event);
      default:
        return event satisfies never;
    }
  }

  async function checkLosses(metrics: Metrics): Promise<void> {
    const losses = Object.entries(metrics).filter(([name]) => isLoss(name));
    const [name, loss] = losses.find(([, value]) => !Number.isFinite(value)) ?? [];
    if (name === undefined) {
      lastLoss = losses[0]?.[1] ?? lastLoss;
      return;
    }
    const { step } = place;
    const before = lastLoss === null ? '' : ` after ${lastLoss.toPrecision(4)}`;
    const message = `${name} is ${loss}${before} in step ${step} (epoch ${place.epoch} of ${place.phase}): try a lower learning rate.`;
    const error = new TrainingDivergedError(message, step, lastLoss);
    const good = checkpoints.lastGood();
    if (!good || !soFar) throw error;
    state.load(good);
    const told = await history.soFar(soFar.phase);
    const given = await soFar.outcome(told.epoch);
    keep(given.network);
    throw new Diverged(error, { ...given, ...told });
  }

  function reportProgress(): void {
    if (performance.now() < due || unread > 8) return;
    due = performance.now() + COALESCE_MS;
    emit({ type: 'progress', ...progress.now() });
  }

  async function pauseOrStop(): Promise<void> {
    if (control.paused && !control.stopped) {
      status('paused', 'Paused');
      progress.pause();
      await control.gate();
      progress.resume();
      if (!control.stopped) status('training', 'Training');
    }
    if (!control.stopped) return;
    if (!soFar || control.dropped) throw new StoppedError('The run was stopped.');
    const told = await history.soFar(soFar.phase);
    const given = await soFar.outcome(told.epoch);
    keep(given.network);
    throw new StoppedEarly({ ...given, ...told });
  }

  status('preparing', 'Preparing');
  try {
    const outcome = await pull(training, { before: pauseOrStop, handle });
    emit({ type: 'progress', ...progress.finish() });
    status('done', 'Done');
    return { ...outcome, stopped: false };
  } catch (error) {
    if (!(error instanceof StoppedEarly)) throw error;
    status('done', 'Stopped');
    return { ...error.outcome, stopped: true };
  } finally {
    history.dispose();
    // The result must not overtake the events before it.
    await acknowledged;
  }
}
