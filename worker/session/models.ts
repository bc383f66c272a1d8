// The networks that the page holds handles of. Several handles may share a network; runs hold those they use.
import { ModelDisposedError } from '../../src/errors';
import type { ModelRecord, ModelReference } from '../../src/protocol';
import type { AnyExperiment, LabNetwork, Network, NetworkInput } from '../experiment';
import { predicted } from './drive';

/** What a model is besides its network. */
export interface ModelEntry {
  /** What `predict` asks. */
  experiment: AnyExperiment;
  record: ModelRecord;
  /** What its training left of its optimizer, as plain data. */
  optimizer?: unknown;
}

interface Entry extends ModelEntry {
  network: Network;
}

/** What a run holds until it releases it. */
export interface Held {
  networkOf(reference: ModelReference): LabNetwork;
  release(): void;
}

export type Models = ReturnType<typeof createModels>;

export function createModels() {
  const entries = new Map<number, Entry>();
  const holders = new Map<Network, number>();
  let count = 0;

  function entry(id: number): Entry {
    const found = entries.get(id);
    if (!found) throw new ModelDisposedError('The model was disposed.');
    return found;
  }

  function retain(network: Network): void {
    holders.set(network, (holders.get(network) ?? 0) + 1);
  }

  function release(network: Network): void {
    const left = holders.get(network)! - 1;
    if (left > 0) return void holders.set(network, left);
    holders.delete(network);
    network.dispose();
  }

  /** Keeps a model's network alive while it is worked with. */
  async function use<T>(id: number, work: (entry: Entry) => T | Promise<T>): Promise<T> {
    const found = entry(id);
    retain(found.network);
    try {
      return await work(found);
    } finally {
      release(found.network);
    }
  }

  return {
    /** @param id what it is to be called by; a new number where absent */
    add(network: Network, rest: ModelEntry, id = count + 1): number {
      retain(network);
      entries.set(id, { network, ...rest });
      count = Math.max(count, id);
      return id;
    },

    use,

    predict: (id: number, input: unknown): Promise<unknown> =>
      use(id, async ({ network, experiment, record: { settings } }) => {
        const one = (each: unknown) => predicted(experiment.predict(network, each, settings));
        if (!Array.isArray(input) || experiment.takesLists) return one(input);
        const all: unknown[] = [];
        for (const each of input) all.push(await one(each));
        return all;
      }),

    /** What a model's network is given for an input of `predict`; `undefined` where its experiment cannot tell. */
    encode: async (
      { network, experiment, record }: Entry,
      input: unknown,
    ): Promise<NetworkInput[] | undefined> => experiment.encode?.(network, input, record.settings),

    /**
     * Keeps networks alive, also when the page disposes their handles.
     * @throws ModelDisposedError if one is gone already; then none is held
     */
    hold(references: readonly ModelReference[]): Held {
      const held = new Map(references.map(({ labModel }) => [labModel, entry(labModel)]));
      for (const { network } of held.values()) retain(network);
      return {
        networkOf({ labModel }) {
          const { network, record, optimizer } = held.get(labModel)!;
          return { network, experiment: record.experiment, optimizer };
        },
        release() {
          for (const { network } of held.values()) release(network);
        },
      };
    },

    dispose(id: number): void {
      const found = entries.get(id);
      if (!found) return;
      entries.delete(id);
      release(found.network);
    },
  };
}

export function isModelReference(value: unknown): value is ModelReference {
  return typeof value === 'object' && value !== null && 'labModel' in value;
}
