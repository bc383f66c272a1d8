// Dropout that a seed fixes.
import { mul, ones, serialization, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type LayersModel, layers } from '@tensorflow/tfjs-layers';
import { randomBits, randomKey } from '../kernels/ops/random-bits';
import { seededDropout } from './seeded-random';

type LayerArgs = ConstructorParameters<typeof layers.Layer>[0];
type Kwargs = Parameters<layers.Layer['call']>[1];

export interface DropoutArgs extends NonNullable<LayerArgs> {
  /** Share of the inputs to drop, clipped to [0, 1]; 0 and 1 leave the layer without effect, as in tfjs-layers. */
  rate: number;
  /** Shape of the mask, broadcast over the input; null stands for the input's own size. */
  noiseShape?: (number | null)[] | null;
  /** Seed of the sequence of masks; without it, a random one. */
  seed?: number | null;
}

/** Where a layer stands in its sequence of masks: the next call draws mask `counter` of stream `seed`. */
export interface MaskState {
  seed: number;
  counter: number;
}

/**
 * The Keras Dropout layer, its masks drawn on the backend by seed and counter: every training call draws the
 * next mask of the sequence, the same seed gives the same sequence on every backend, and the layer can be set
 * back to any point of it. Its configuration is that of the standard layer: a saved model loads anywhere.
 *
 * Importing this file makes it the class that tfjs-layers builds for `Dropout` in loaded models.
 */
export class SeededDropout extends layers.Layer {
  /** @nocollapse */
  static className = 'Dropout';

  /** Read to save, set to repeat. Inference leaves it as it is. */
  randomState: MaskState;
  readonly rate: number;
  private readonly noiseShape: (number | null)[] | null;
  private readonly seed: number | null;

  constructor(args: DropoutArgs) {
    super(args);
    this.rate = Math.max(0, Math.min(args.rate, 1));
    this.noiseShape = args.noiseShape ?? null;
    this.seed = args.seed ?? null;
    this.supportsMasking = true;
    this.randomState = { seed: this.seed ?? Math.floor(Math.random() * 2 ** 32), counter: 0 };
  }

  override call(inputs: Tensor | Tensor[], kwargs: Kwargs): Tensor | Tensor[] {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      if (!kwargs.training || this.rate === 0 || this.rate === 1) return inputs;
      const input = Array.isArray(inputs) ? inputs[0]! : inputs;
      const { seed, counter } = this.randomState;
      this.randomState = { seed, counter: counter + 1 };
      if (this.noiseShape === null) return seededDropout(input, this.rate, seed, counter);
      const shape = this.noiseShape.map((size, axis) => size ?? input.shape[axis]!);
      return mul(input, seededDropout(ones(shape), this.rate, seed, counter));
    });
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate, noiseShape: this.noiseShape, seed: this.seed };
  }
}

serialization.registerClass(SeededDropout as unknown as serialization.SerializableConstructor<SeededDropout>);

/** The dropout layers of a model, in order, those of nested models and wrapped layers included. */
export function dropoutLayers(model: LayersModel): SeededDropout[] {
  const found = new Set<SeededDropout>();
  const visit = (layer: layers.Layer) => {
    if (layer instanceof SeededDropout) found.add(layer);
    const { layers: inner, layer: wrapped } = layer as { layers?: layers.Layer[]; layer?: layers.Layer };
    if (wrapped) visit(wrapped);
    for (const child of inner ?? []) visit(child);
  };
  visit(model);
  return [...found];
}

/** Starts a sequence of its own, derived from `seed`, in each dropout layer of a model. */
export function seedDropout(model: LayersModel, seed: number): void {
  for (const [i, layer] of dropoutLayers(model).entries()) {
    layer.randomState = { seed: randomBits(i, randomKey(seed, 0)) >>> 0, counter: 0 };
  }
}
