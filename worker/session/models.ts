// The networks that the page holds handles of. Several handles may share a network; runs hold those they use.
import { ModelDisposedError } from '../../src/errors';
import type { ModelReference } from '../../src/protocol';
import type { AnyExperiment, LabNetwork, Network } from '../experiment';
import { predicted } from './drive';

interface Entry {
  network: Network;
  /** Its experiment's name in the registry. */
  name: string;
  experiment: AnyExperiment;
  settings: unknown;
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

  return {
    add(network: Network, rest: Omit<Entry, 'network'>): number {
      retain(network);
      entries.set(++count, { network, ...rest });
      return count;
    },

    network: (id: number): Network => entry(id).network,

    async predict(id: number, input: unknown): Promise<unknown> {
      const { network, experiment, settings } = entry(id);
      retain(network);
      try {
        return await predicted(experiment.predict(network, input, settings));
      } finally {
        release(network);
      }
    },

    /**
     * Keeps networks alive, also when the page disposes their handles.
     * @throws ModelDisposedError if one is gone already; then none is held
     */
    hold(references: readonly ModelReference[]): Held {
      const held = new Map(references.map(({ labModel }) => [labModel, entry(labModel)]));
      for (const { network } of held.values()) retain(network);
      return {
        networkOf({ labModel }) {
          const { network, name, settings } = held.get(labModel)!;
          return { network, experiment: name, settings };
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
