// What a run has told so far: its phases and epochs, and the metrics of its last step.
import type { EpochRecord, Metrics, PhaseResult } from '../../src/protocol';
import type { Outcome, Part, Reading } from '../experiment';

/** Where it stands, for checkpoints. */
interface HistoryState {
  phases: Begun[];
  records: EpochRecord[];
  best: [phase: string, epoch: number][];
}

type Begun = Omit<PhaseResult, 'epoch' | 'metrics' | 'durationMs'>;

export class History {
  readonly #phases: Begun[] = [];
  readonly #records: EpochRecord[] = [];
  /** By phase: the epoch that its network is to have the weights of in the end, where not of the last. */
  readonly #best = new Map<string, number>();
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

  /** @param best the epoch of this phase whose weights its network gets back, as it stands now */
  epoch(record: EpochRecord, best: number | undefined): void {
    this.#records.push(record);
    if (best !== undefined) this.#best.set(record.phase, best);
  }

  get part(): Part<HistoryState> {
    return {
      save: () => ({ phases: [...this.#phases], records: [...this.#records], best: [...this.#best] }),
      load: ({ phases, records, best }) => {
        for (const [phase, epoch] of best) this.#best.set(phase, epoch);
        this.#phases.splice(0, this.#phases.length, ...phases);
        this.#records.splice(0, this.#records.length, ...records);
      },
    };
  }

  /** The epoch that the network of a phase, of the last one where absent, is of; `undefined` before the first. */
  kept(phase = this.#phases.at(-1)?.name): EpochRecord | undefined {
    const records = this.#records.filter((record) => record.phase === phase);
    const best = this.#best.get(phase ?? '');
    return records.find(({ epoch }) => epoch === best) ?? records.at(-1);
  }

  /**
   * As a result has it. The metrics are those of the epoch that the network is of; of the last step where there was
   * none.
   * @param phase that the network is of; the last one where absent
   */
  async soFar(phase?: string): Promise<Pick<Outcome, 'epoch' | 'metrics' | 'phases' | 'history'>> {
    const history = [...this.#records];
    const kept = this.kept(phase);
    const metrics = kept?.metrics ?? (await read(this.#last));
    const phases = this.#phases.map((phase) => {
      const records = history.filter((record) => record.phase === phase.name);
      const durationMs = records.reduce((sum, record) => sum + record.durationMs, 0);
      const { epoch = 0, metrics = {} } = this.kept(phase.name) ?? {};
      return { ...phase, epoch, metrics, durationMs };
    });
    return { epoch: kept?.epoch ?? 0, metrics, phases, history };
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
