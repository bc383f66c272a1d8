// Adadelta and centred RMSprop as published and in Keras.
import {
  AdadeltaOptimizer,
  add,
  div,
  engine,
  mul,
  type NamedTensorMap,
  type Optimizer,
  RMSPropOptimizer,
  sqrt,
  square,
  sub,
  type Tensor,
  tidy,
  type Variable,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { Gradients } from '../optimizers/one-pass';
import type { AdadeltaState, RmspropState } from '../optimizers/rules';
import type { Slot } from '../optimizers/slots';

/**
 * TensorFlow.js' Adadelta scales a step by the mean of squared gradients from before it, zero at first; its centred
 * RMSprop takes epsilon off the variance, and gives NaN where that is smaller.
 */
export function correctOptimizers(): (() => void)[] {
  return [
    replaceStep(AdadeltaOptimizer.prototype, () => stepAdadelta),
    replaceStep(RMSPropOptimizer.prototype, (original) => (optimizer, gradients) => {
      if (stateOf<RmspropState>(optimizer).centered) stepCenteredRmsprop(optimizer, gradients);
      else original.call(optimizer, gradients);
    }),
  ];
}

type Step = (optimizer: Optimizer, gradients: Gradients) => void;

function replaceStep(
  prototype: Optimizer,
  make: (original: Optimizer['applyGradients']) => Step,
): () => void {
  const original = prototype.applyGradients;
  const step = make(original);
  prototype.applyGradients = function (this: Optimizer, gradients: Gradients) {
    step(this, gradients);
  };
  return () => {
    prototype.applyGradients = original;
  };
}

/** Zeiler, "ADADELTA: an adaptive learning rate method", 2012, algorithm 1. */
export function stepAdadelta(optimizer: Optimizer, gradients: Gradients): void {
  const { accumulatedGrads, accumulatedUpdates, learningRate, rho, epsilon } =
    stateOf<AdadeltaState>(optimizer);
  const blend = (before: Tensor, now: Tensor) => add(mul(before, rho), mul(square(now), 1 - rho));
  forEachVariable(optimizer, gradients, (weight, gradient, i) => {
    const squares = slotAt(accumulatedGrads, i, weight, 'accum_grad');
    const updates = slotAt(accumulatedUpdates, i, weight, 'accum_var');
    if (!gradient) return;
    squares.assign(blend(squares, gradient));
    const scale = sqrt(div(add(updates, epsilon), add(squares, epsilon)));
    const step = mul(scale, gradient);
    updates.assign(blend(updates, step));
    weight.assign(sub(weight, mul(step, learningRate)));
  });
}

function stepCenteredRmsprop(optimizer: Optimizer, gradients: Gradients): void {
  const state = stateOf<RmspropState>(optimizer);
  const { learningRate, decay, momentum, epsilon } = state;
  const blend = (before: Tensor, now: Tensor) => add(mul(before, decay), mul(now, 1 - decay));
  forEachVariable(optimizer, gradients, (weight, gradient, i) => {
    const squares = slotAt(state.accumulatedMeanSquares, i, weight, 'rms');
    const moments = slotAt(state.accumulatedMoments, i, weight, 'momentum');
    const means = slotAt(state.accumulatedMeanGrads, i, weight, 'mg');
    if (!gradient) return;
    squares.assign(blend(squares, square(gradient)));
    means.assign(blend(means, gradient));
    const deviation = sqrt(add(sub(squares, square(means)), epsilon));
    moments.assign(add(mul(moments, momentum), div(mul(gradient, learningRate), deviation)));
    weight.assign(sub(weight, moments));
  });
}

/** The optimizers' fields are private in TensorFlow.js' types. */
function stateOf<State>(optimizer: Optimizer): State {
  return optimizer as unknown as State;
}

function forEachVariable(
  optimizer: Optimizer,
  gradients: Gradients,
  update: (weight: Variable, gradient: Tensor | null, i: number) => void,
): void {
  const named = Array.isArray(gradients)
    ? gradients
    : Object.entries(gradients as NamedTensorMap).map(([name, tensor]) => ({ name, tensor }));
  for (const [i, { name, tensor }] of named.entries()) {
    tidy(() => update(engine().registeredVariables[name]!, tensor ?? null, i));
  }
  (optimizer as unknown as { incrementIterations(): void }).incrementIterations();
}

/** As TensorFlow.js makes it: by the variable's place in the list. */
function slotAt(entries: Slot['entries'], i: number, weight: Variable, suffix: string): Variable {
  entries[i] ??= { originalName: `${weight.name}/${suffix}`, variable: zerosLike(weight).variable(false) };
  return entries[i].variable;
}
