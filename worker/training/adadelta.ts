// Adadelta with Keras' defaults, right whether or not TensorFlow.js' own is corrected.
import { AdadeltaOptimizer } from '@tensorflow/tfjs-core';
import { stepAdadelta } from '../kernels/patches/corrections/optimizers';
import { applyRule, type Gradients } from '../kernels/patches/optimizers/one-pass';
import { adadelta } from '../kernels/patches/optimizers/rules';

/** Adadelta (Zeiler, "ADADELTA: an adaptive learning rate method", 2012, algorithm 1). */
export class Adadelta extends AdadeltaOptimizer {
  constructor(learningRate = 1, rho = 0.95, epsilon = 1e-7) {
    super(learningRate, rho, epsilon);
  }

  override applyGradients(gradients: Gradients): void {
    applyRule(this, adadelta, gradients, () => stepAdadelta(this, gradients));
  }
}
