// Pulls one experiment's generator: turns what it yields into events, and lets messages in between two steps.
import { StoppedError } from '../../src/errors';
import type { AnyRunEvent, BackendName, Metrics } from '../../src/protocol';
import type { ExperimentEvent, Outcome, Predicting, Reading, Training } from '../experiment';
import { macrotask } from '../macrotask';
import type { RunControl } from './control';
import { Progress } from './progress';

/** Batch and progress events come at most this often: about 20 a second. */
const COALESCE_MS = 50;

interface Target {
  run: number;
  experiment: string;
  backend: BackendName;
  /** What the events count. */
  unit: 'epoch' | 'octave';
  post: (event: AnyRunEvent) => unknown;
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

/**
 * Runs a training to its end.
 * @throws what the generator throws; a StoppedError when the run is stopped, after the generator has disposed.
 */
export async function drive(
  training: Training,
  control: RunControl,
  { run, experiment, backend, unit, post }: Target,
): Promise<Outcome> {
  const progress = new Progress();
  let acknowledged: unknown = Promise.resolve();
  let unread = 0;
  let due = 0;
  let soFar: () => Promise<unknown> = async () => undefined;

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
        return status('training', `Training: ${phase.name}`, { phase });
      }
      case 'work':
        progress.advance(event.work, 0);
        return reportProgress();
      case 'step': {
        const { type: _, metrics, work = 1, ...batch } = event;
        progress.advance(work, 1);
        // A page that cannot keep up gets fewer of these, not a queue of them.
        if (performance.now() < due || unread > 8) return disposeAll(metrics);
        emit({ type: 'batch', unit, ...batch, metrics: await read(metrics) });
        return reportProgress();
      }
      case 'so-far':
        soFar = event.output;
        return;
      case 'epoch':
        return emit({ unit, ...event });
      case 'sample':
      case 'warning':
        return emit(event);
      default:
        return event satisfies never;
    }
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
    if (control.stopped) throw new StoppedError('The run was stopped.', await soFar());
  }

  status('preparing', 'Preparing');
  try {
    const outcome = await pull(training, { before: pauseOrStop, handle });
    emit({ type: 'progress', ...progress.finish() });
    status('done', 'Done');
    return outcome;
  } finally {
    // The result must not overtake the events before it.
    await acknowledged;
  }
}

async function read(metrics: Record<string, Reading>): Promise<Metrics> {
  const entries = await Promise.all(
    Object.entries(metrics).map(
      async ([name, tensor]) => [name, (await tensor.data())[0] ?? Number.NaN] as const,
    ),
  );
  disposeAll(metrics);
  return Object.fromEntries(entries);
}

function disposeAll(metrics: Record<string, Reading>): void {
  for (const tensor of Object.values(metrics)) tensor.dispose();
}
