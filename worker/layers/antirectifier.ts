import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { fusedAntirectifier } from '../kernels/patches/antirectifier';

type LayerArgs = ConstructorParameters<typeof layers.Layer>[0];
type Kwargs = Parameters<layers.Layer['call']>[1];
type Shape = (number | null)[];

/** Keeps the norm of a constant row from dividing by zero; the square of it is added before the root. */
const EPSILON_SQUARED = 1e-12;

/**
 * An activation that keeps both signs: each row is centred and scaled to length 1, then its positive and its
 * negative part stand side by side.
 *
 *     z = x − mean(x),   y = z / √(Σ z² + 1e-12),   output = [max(y, 0), max(−y, 0)]
 *
 * All along the last axis, which doubles: [..., n] becomes [..., 2n]. No weights. From Keras' antirectifier
 * example. Importing this file makes the layer known to saved models.
 */
export class Antirectifier extends layers.Layer {
  /** @nocollapse */
  static className = 'Antirectifier';

  constructor(args: LayerArgs = {}) {
    super(args);
    this.supportsMasking = true; // each row is computed alone, so a mask of rows stays true
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shape = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as Shape;
    const last = shape.at(-1)!;
    return [...shape.slice(0, -1), last === null ? null : 2 * last];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor {
    return tf.tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      const fused = fusedAntirectifier(x, EPSILON_SQUARED);
      if (fused) return fused;
      const z = tf.sub(x, tf.mean(x, -1, true));
      const y = tf.mul(z, tf.rsqrt(tf.add(tf.sum(tf.square(z), -1, true), EPSILON_SQUARED)));
      return tf.concat([tf.relu(y), tf.relu(tf.neg(y))], -1);
    });
  }
}

tf.serialization.registerClass(
  Antirectifier as unknown as tf.serialization.SerializableConstructor<Antirectifier>,
);
