// Pulls one experiment's generator: turns what it yields into events, and lets messages in between two steps.
import { dispose } from '@tensorflow/tfjs-core';
import { StoppedError } from '../../src/errors';
import type { AnyRunEvent, BackendName, ExperimentTypes, Metrics } from '../../src/protocol';
import type { ExperimentEvent, Network, Outcome, Training } from '../experiment';
import { macrotask } from '../macrotask';
import type { RunControl } from './control';
import { Progress } from './progress';

/** Batch and progress events come at most this often: about 20 a second. */
const COALESCE_MS = 50;

interface Target {
  run: number;
  experiment: string;
  backend: BackendName;
  post: (event: AnyRunEvent) => unknown;
}

// An event without the fields that all share.
type Bare<E> = E extends unknown ? Omit<E, 'run' | 'experiment'> : never;

/**
 * Runs a training to its end.
 * @throws what the generator throws; a StoppedError when the run is stopped, after the generator has disposed.
 */
export async function drive<T extends ExperimentTypes, N extends Network>(
  training: Training<T, N>,
  control: RunControl,
  { run, experiment, backend, post }: Target,
): Promise<Outcome<T, N>> {
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

  async function handle(event: ExperimentEvent<T['sample']>): Promise<void> {
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
        if (performance.now() < due || unread > 8) return void dispose(Object.values(metrics));
        emit({ type: 'batch', ...batch, metrics: await read(metrics) });
        return reportProgress();
      }
      case 'so-far':
        soFar = event.output;
        return;
      case 'epoch':
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

  status('preparing', 'Preparing');
  try {
    while (true) {
      if (control.paused && !control.stopped) {
        status('paused', 'Paused');
        progress.pause();
        await control.gate();
        progress.resume();
        if (!control.stopped) status('training', 'Training');
      }
      if (control.stopped) throw new StoppedError('The run was stopped.', await soFar());
      const { done, value } = await training.next();
      if (done) {
        emit({ type: 'progress', ...progress.finish() });
        status('done', 'Done');
        return value;
      }
      await handle(value);
      await macrotask();
    }
  } finally {
    // `return` runs the generator's own clean-up where it was left early; after its end it does nothing.
    await training.return(undefined as never);
    // The result must not overtake the events before it.
    await acknowledged;
  }
}

async function read(
  metrics: Record<string, { data(): Promise<ArrayLike<number>>; dispose(): void }>,
): Promise<Metrics> {
  const entries = await Promise.all(
    Object.entries(metrics).map(
      async ([name, tensor]) => [name, (await tensor.data())[0] ?? Number.NaN] as const,
    ),
  );
  for (const tensor of Object.values(metrics)) tensor.dispose();
  return Object.fromEntries(entries);
}
