// The networks that the page holds handles of.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { ModelDisposedError } from '../src/errors';
import type { AnyExperiment } from './experiment';

interface Entry {
  network: LayersModel;
  experiment: AnyExperiment;
}

export function createModels() {
  const entries = new Map<number, Entry>();
  let count = 0;

  function entry(id: number): Entry {
    const found = entries.get(id);
    if (!found) throw new ModelDisposedError('The model was disposed.');
    return found;
  }

  return {
    add(network: LayersModel, experiment: AnyExperiment): number {
      entries.set(++count, { network, experiment });
      return count;
    },
    network: (id: number): LayersModel => entry(id).network,
    async predict(id: number, input: unknown): Promise<unknown> {
      const { network, experiment } = entry(id);
      return experiment.predict(network, input);
    },
    dispose(id: number): void {
      entries.get(id)?.network.dispose();
      entries.delete(id);
    },
  };
}
