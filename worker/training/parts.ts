// The parts of a run that its checkpoints hold, each as what saves it and takes it up again.
import { type Optimizer, tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Part } from '../experiment';
import { loadOptimizer, type OptimizerState, saveOptimizer } from '../kernels/patches/optimizers/state';
import { dropoutLayers, type MaskState } from './dropout-layer';
import type { Random, RandomState } from './random';

type Values = Float32Array | Int32Array | Uint8Array;

interface NetworkState {
  /** In the network's order. */
  weights: { shape: number[]; values: Values }[];
  /** Of the dropout layers, in their order. */
  masks: MaskState[];
}

/** All weights of a network, and where its dropout layers stand in their sequences. */
export function networkPart(network: LayersModel): Part<NetworkState> {
  return {
    async save() {
      const weights = network.weights.map(async (weight) => {
        const value = weight.read();
        return { shape: [...value.shape], values: (await value.data()).slice() as Values };
      });
      const masks = dropoutLayers(network).map(({ randomState }) => ({ ...randomState }));
      return { weights: await Promise.all(weights), masks };
    },
    load({ weights, masks }) {
      const own = network.weights;
      const layers = dropoutLayers(network);
      const fits = own.every(({ shape }, i) => String(shape) === String(weights[i]?.shape));
      if (weights.length !== own.length || masks.length !== layers.length || !fits) {
        throw new RangeError('the network has other layers');
      }
      tidy(() => {
        for (const [i, weight] of own.entries()) {
          weight.write(tensor(weights[i]!.values, weights[i]!.shape, weight.dtype as 'float32'));
        }
      });
      for (const [i, layer] of layers.entries()) layer.randomState = { ...masks[i]! };
    },
  };
}

/** What an optimizer keeps for the weights of these networks, frozen ones included. */
export function optimizerPart(
  optimizer: Optimizer,
  ...networks: readonly LayersModel[]
): Part<OptimizerState> {
  const weights = networks.flatMap((network) => network.weights.map((weight) => weight.read() as Variable));
  return {
    save: () => saveOptimizer(optimizer, weights),
    load: (state) => loadOptimizer(optimizer, state, weights),
  };
}

export function randomPart(random: Random): Part<RandomState> {
  return {
    save: () => random.state,
    load(state) {
      random.state = state;
    },
  };
}

/** Plain data that a run reads and writes. */
export function valuePart<Value>(read: () => Value, write: (value: Value) => void): Part<Value> {
  return { save: read, load: write };
}

/** Nothing that changes, but what a run may go on with alone: the data set that it began with. */
export function identityPart(what: string, identity: () => string): Part<string> {
  let known: string | undefined;
  const now = () => {
    known ??= identity();
    return known;
  };
  return {
    save: now,
    load(before) {
      if (now() !== before) throw new RangeError(`${what} is not what it was`);
    },
  };
}

/** A 32-bit FNV-1a hash of bytes (Fowler, Noll and Vo). */
export function fingerprint(...arrays: readonly ArrayBufferView[]): string {
  let hash = 0x811c9dc5;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    hash = Math.imul(hash ^ byteLength, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
