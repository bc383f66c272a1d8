// What a run has told so far: its phases and epochs, and the metrics of its last step.
import type { EpochRecord, Metrics, PhaseResult } from '../../src/protocol';
import type { Outcome, Part, Reading } from '../experiment';

/** Where it stands, for checkpoints. */
interface HistoryState {
  phases: Begun[];
  records: EpochRecord[];
}

type Begun = Omit<PhaseResult, 'metrics' | 'durationMs'>;

export class History {
  readonly #phases: Begun[] = [];
  readonly #records: EpochRecord[] = [];
  #last: Record<string, Reading> = {};

  begin(phase: Begun): void {
    // A run that goes on from a checkpoint begins its phase again.
    if (!this.#phases.some(({ name }) => name === phase.name)) this.#phases.push(phase);
  }

  /** Takes the metrics of a step over: they live until the next one's come. */
  step(metrics: Record<string, Reading>): void {
    disposeAll(this.#last);
    this.#last = metrics;
  }

  epoch(record: EpochRecord): void {
    this.#records.push(record);
  }

  get part(): Part<HistoryState> {
    return {
      save: () => ({ phases: [...this.#phases], records: [...this.#records] }),
      load: ({ phases, records }) => {
        this.#phases.splice(0, this.#phases.length, ...phases);
        this.#records.splice(0, this.#records.length, ...records);
      },
    };
  }

  /** As a result has it. The metrics are those of the last epoch; of the last step where there was none. */
  async soFar(): Promise<Pick<Outcome, 'metrics' | 'phases' | 'history'>> {
    const history = [...this.#records];
    const metrics = history.at(-1)?.metrics ?? (await read(this.#last));
    const phases = this.#phases.map((phase) => {
      const records = history.filter((record) => record.phase === phase.name);
      const durationMs = records.reduce((sum, record) => sum + record.durationMs, 0);
      return { ...phase, metrics: records.at(-1)?.metrics ?? {}, durationMs };
    });
    return { metrics, phases, history };
  }

  dispose(): void {
    this.step({});
  }
}

export async function read(metrics: Record<string, Reading>): Promise<Metrics> {
  const entries = Object.entries(metrics).map(
    async ([name, tensor]) => [name, (await tensor.data())[0] ?? Number.NaN] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

export function disposeAll(metrics: Record<string, Reading>): void {
  for (const tensor of Object.values(metrics)) tensor.dispose();
}
