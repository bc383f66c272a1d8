/** What each optimizer does in a step, as data: its kernel, its slots and its scalars. */
import { add, engine, mul, type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { OptimizerExport } from '../../ops/optimizer-update';
import type { Slot } from './slots';

/** What an optimizer does in a step, read off its state. */
export interface Rule<State = never> {
  slots(state: State): readonly Slot[];
  step(state: State): OptimizerStep;
}

export interface OptimizerStep {
  readonly update: OptimizerExport;
  readonly scalars: number[];
  /** The same for a variable that the optimizer met only later, after `since` steps: its bias is corrected by its own. */
  scalarsSince?(since: number): number[];
  /** Run once after all variables. */
  finish?(): void;
}

type Slots = Slot['entries'];

// The optimizers' fields, most of them private in TensorFlow.js' types.

export interface SgdState {
  c: Tensor;
}

export interface MomentumState extends SgdState {
  m: Tensor;
  useNesterov: boolean;
  accumulations: Slots;
}

export interface AdamState {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  iterations: number;
  accBeta1: Variable;
  accBeta2: Variable;
  accumulatedFirstMoment: Slots;
  accumulatedSecondMoment: Slots;
}

export interface AdamaxState extends Omit<AdamState, 'accBeta2' | 'accumulatedSecondMoment'> {
  decay: number;
  iteration: Variable;
  accumulatedWeightedInfNorm: Slots;
}

export interface RmspropState {
  learningRate: number;
  decay: number;
  momentum: number;
  epsilon: number;
  centered: boolean;
  accumulatedMeanSquares: Slots;
  accumulatedMoments: Slots;
  accumulatedMeanGrads: Slots;
}

export interface AdadeltaState {
  learningRate: number;
  rho: number;
  epsilon: number;
  accumulatedGrads: Slots;
  accumulatedUpdates: Slots;
}

export interface AdagradState {
  learningRate: number;
  initialAccumulatorValue: number;
  accumulatedGrads: Slots;
}

export const sgd: Rule<SgdState> = {
  slots: () => [],
  step: ({ c }) => ({ update: 'sgdUpdate', scalars: [scalarValue(c)] }),
};

export const momentum: Rule<MomentumState> = {
  slots: ({ accumulations }) => [{ entries: accumulations, suffix: 'momentum' }],
  step: ({ c, m, useNesterov }) => ({
    update: 'momentumUpdate',
    scalars: [scalarValue(c), scalarValue(m), Number(useNesterov)],
  }),
};

export const adam: Rule<AdamState> = {
  slots: (state) => [
    { entries: state.accumulatedFirstMoment, suffix: 'm' },
    { entries: state.accumulatedSecondMoment, suffix: 'v' },
  ],
  step({ learningRate, beta1, beta2, epsilon, accBeta1, accBeta2, iterations }) {
    const scalars = (power1: number, power2: number) => [
      ...[-learningRate, beta1, 1 - beta1, beta2, 1 - beta2],
      ...[1 / (1 - power1), 1 / (1 - power2), epsilon],
    ];
    return {
      update: 'adamUpdate',
      scalars: scalars(scalarValue(accBeta1), scalarValue(accBeta2)),
      scalarsSince(since) {
        const age = iterations + 1 - since;
        return scalars(beta1 ** age, beta2 ** age);
      },
      finish() {
        multiply(accBeta1, beta1);
        multiply(accBeta2, beta2);
      },
    };
  },
};

export const adamax: Rule<AdamaxState> = {
  slots: (state) => [
    { entries: state.accumulatedFirstMoment, suffix: 'm' },
    { entries: state.accumulatedWeightedInfNorm, suffix: 'v' },
  ],
  step({ learningRate, beta1, beta2, epsilon, decay, iteration, accBeta1, iterations }) {
    const rate = learningRate / (scalarValue(iteration) * decay + 1);
    const scalars = (power1: number) => [-rate / (1 - power1), beta1, 1 - beta1, beta2, epsilon];
    return {
      update: 'adamaxUpdate',
      scalars: scalars(scalarValue(accBeta1)),
      scalarsSince: (since) => scalars(beta1 ** (iterations + 1 - since)),
      finish() {
        tidy(() => iteration.assign(add(iteration, 1)));
        multiply(accBeta1, beta1);
      },
    };
  },
};

export const rmsprop: Rule<RmspropState> = {
  slots(state) {
    const slots = [
      { entries: state.accumulatedMeanSquares, suffix: 'rms' },
      { entries: state.accumulatedMoments, suffix: 'momentum' },
    ];
    if (state.centered) slots.push({ entries: state.accumulatedMeanGrads, suffix: 'mg' });
    return slots;
  },
  step: ({ learningRate, decay, momentum, epsilon, centered }) => ({
    update: centered ? 'centeredRmspropUpdate' : 'rmspropUpdate',
    scalars: [learningRate, decay, 1 - decay, momentum, epsilon],
  }),
};

export const adadelta: Rule<AdadeltaState> = {
  slots: ({ accumulatedGrads, accumulatedUpdates }) => [
    { entries: accumulatedGrads, suffix: 'accum_grad' },
    { entries: accumulatedUpdates, suffix: 'accum_var' },
  ],
  step: ({ learningRate, rho, epsilon }) => ({
    update: 'adadeltaUpdate',
    scalars: [-learningRate, rho, 1 - rho, epsilon],
  }),
};

export const adagrad: Rule<AdagradState> = {
  slots: ({ accumulatedGrads, initialAccumulatorValue }) => [
    { entries: accumulatedGrads, suffix: 'accumulator', initial: initialAccumulatorValue },
  ],
  step: ({ learningRate }) => ({
    update: 'adagradUpdate',
    scalars: [-learningRate, engine().backend.epsilon()],
  }),
};

function scalarValue(scalar: Tensor): number {
  return scalar.dataSync()[0]!;
}

function multiply(scalar: Variable, factor: number): void {
  tidy(() => scalar.assign(mul(scalar, factor)));
}
