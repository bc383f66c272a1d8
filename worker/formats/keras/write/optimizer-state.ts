// An optimizer with its state as Keras 3 stores it.
import type { Hdf5Array, Hdf5Group } from './hdf5-writer';

/** An optimizer in Keras' terms. */
export interface KerasOptimizer {
  /** Keras' class: `Adam`, `RMSprop`, `SGD`, `Adadelta`, `Adagrad`. */
  type: string;
  /** Keras' arguments: `learning_rate`, `beta_1`, ... */
  config: Record<string, number | boolean | string | null>;
  /** Steps so far. */
  iterations: number;
  /**
   * What it keeps, in Keras' order: Adam has momentum and velocity after one another for each trainable weight, in the
   * network's order; RMSprop its velocity.
   */
  slots: { shape: number[]; data: Float32Array }[];
  /** Keras' name of the loss, or one for each output; and of the metrics. */
  loss?: string | string[];
  metrics?: string[];
}

export function compileConfig({ type, config, loss, metrics }: KerasOptimizer): Record<string, unknown> {
  return {
    optimizer: { module: 'keras.optimizers', class_name: type, config, registered_name: null },
    loss: loss ?? null,
    loss_weights: null,
    metrics: metrics ?? null,
    weighted_metrics: null,
    run_eagerly: false,
    steps_per_execution: 1,
    jit_compile: false,
  };
}

export function optimizerGroup({ type, config, iterations, slots }: KerasOptimizer): Hdf5Group {
  const rate = Number(config.learning_rate);
  const all: Hdf5Array[] = [
    { shape: [], data: BigInt64Array.of(BigInt(iterations)) },
    { shape: [], data: Float32Array.of(rate) },
    ...slots,
  ];
  const arrays = Object.fromEntries(all.map((array, i) => [String(i), array]));
  return { groups: { vars: { attributes: { name: type.toLowerCase() }, arrays } } };
}
