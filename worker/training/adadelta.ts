// Adadelta as its author and Keras have it.
import {
  AdadeltaOptimizer,
  add,
  div,
  engine,
  mul,
  type NamedTensorMap,
  sqrt,
  square,
  sub,
  type Tensor,
  tidy,
  type Variable,
  variable,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { applyRule, type Gradients } from '../kernels/patches/optimizers/one-pass';
import { publishedAdadelta } from '../kernels/patches/optimizers/rules';

interface Slots {
  accumulatedGrads: { originalName: string; variable: Variable }[];
  accumulatedUpdates: { originalName: string; variable: Variable }[];
}

/**
 * Adadelta (Zeiler, "ADADELTA: an adaptive learning rate method", 2012, algorithm 1): the step is scaled by the
 * mean of squared gradients that includes this gradient. TensorFlow.js' own uses the mean from before it, zero at
 * first: the first step is the whole gradient, and at Keras' learning rate of 1 training never recovers from it.
 */
export class Adadelta extends AdadeltaOptimizer {
  constructor(learningRate = 1, rho = 0.95, epsilon = 1e-7) {
    super(learningRate, rho, epsilon);
  }

  override applyGradients(gradients: Gradients): void {
    applyRule(this, publishedAdadelta, gradients, () => this.#applyStepwise(gradients));
  }

  #applyStepwise(gradients: Gradients): void {
    const named = Array.isArray(gradients)
      ? gradients
      : Object.entries(gradients as NamedTensorMap).map(([name, tensor]) => ({ name, tensor }));
    named.forEach(({ name, tensor }, i) => {
      const weight = engine().registeredVariables[name];
      if (weight && tensor) this.#update(i, weight, tensor);
    });
    this.incrementIterations();
  }

  #update(i: number, weight: Variable, gradient: Tensor): void {
    const { accumulatedGrads, accumulatedUpdates } = this as unknown as Slots;
    const squares = slot(accumulatedGrads, i, weight, 'accum_grad');
    const updates = slot(accumulatedUpdates, i, weight, 'accum_var');
    const blend = (before: Tensor, now: Tensor) => add(mul(before, this.rho), mul(square(now), 1 - this.rho));
    tidy(() => {
      squares.assign(blend(squares, gradient));
      const scale = sqrt(div(add(updates, this.epsilon), add(squares, this.epsilon)));
      const step = mul(scale, gradient);
      updates.assign(blend(updates, step));
      weight.assign(sub(weight, mul(step, this.learningRate)));
    });
  }
}

function slot(slots: Slots['accumulatedGrads'], i: number, weight: Variable, suffix: string): Variable {
  slots[i] ??= {
    originalName: `${weight.name}/${suffix}`,
    variable: tidy(() => variable(zerosLike(weight), false)),
  };
  return slots[i].variable;
}
