/** What each of TensorFlow.js' optimizers does in a step, as data: its kernel, its slots and its scalars. */
import { add, engine, mul, type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { OptimizerExport } from '../../ops/optimizer-update';

/** One of an optimizer's slots: a variable of the shape of each trained variable, at the same index. */
export interface Slot {
  readonly variables: ({ originalName: string; variable: Variable } | undefined)[];
  readonly suffix: string;
  readonly initial?: number;
}

export interface OptimizerStep {
  readonly update: OptimizerExport;
  readonly slots: readonly Slot[];
  readonly scalars: number[];
  /** Run once after all variables. */
  finish?(): void;
}

type Slots = Slot['variables'];

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

export function sgd({ c }: SgdState): OptimizerStep {
  return { update: 'sgdUpdate', slots: [], scalars: [scalarValue(c)] };
}

export function momentum({ c, m, useNesterov, accumulations }: MomentumState): OptimizerStep {
  return {
    update: 'momentumUpdate',
    slots: [{ variables: accumulations, suffix: 'momentum' }],
    scalars: [scalarValue(c), scalarValue(m), Number(useNesterov)],
  };
}

export function adam(state: AdamState): OptimizerStep {
  const { learningRate, beta1, beta2, epsilon, accBeta1, accBeta2 } = state;
  return {
    update: 'adamUpdate',
    slots: [
      { variables: state.accumulatedFirstMoment, suffix: 'm' },
      { variables: state.accumulatedSecondMoment, suffix: 'v' },
    ],
    scalars: [
      ...[-learningRate, beta1, 1 - beta1, beta2, 1 - beta2],
      ...[1 / (1 - scalarValue(accBeta1)), 1 / (1 - scalarValue(accBeta2)), epsilon],
    ],
    finish: () => {
      multiply(accBeta1, beta1);
      multiply(accBeta2, beta2);
    },
  };
}

export function adamax(state: AdamaxState): OptimizerStep {
  const { learningRate, beta1, beta2, epsilon, decay, iteration, accBeta1 } = state;
  const rate = learningRate / (scalarValue(iteration) * decay + 1);
  return {
    update: 'adamaxUpdate',
    slots: [
      { variables: state.accumulatedFirstMoment, suffix: 'm' },
      { variables: state.accumulatedWeightedInfNorm, suffix: 'v' },
    ],
    scalars: [-rate / (1 - scalarValue(accBeta1)), beta1, 1 - beta1, beta2, epsilon],
    finish: () => {
      tidy(() => iteration.assign(add(iteration, 1)));
      multiply(accBeta1, beta1);
    },
  };
}

export function rmsprop(state: RmspropState): OptimizerStep {
  const { learningRate, decay, momentum, epsilon, centered } = state;
  const slots = [
    { variables: state.accumulatedMeanSquares, suffix: 'rms' },
    { variables: state.accumulatedMoments, suffix: 'momentum' },
  ];
  if (centered) slots.push({ variables: state.accumulatedMeanGrads, suffix: 'mg' });
  return {
    update: centered ? 'centeredRmspropUpdate' : 'rmspropUpdate',
    slots,
    scalars: [learningRate, decay, 1 - decay, momentum, epsilon],
  };
}

export function adadelta(state: AdadeltaState): OptimizerStep {
  const { learningRate, rho, epsilon } = state;
  return {
    update: 'adadeltaUpdate',
    slots: [
      { variables: state.accumulatedGrads, suffix: 'accum_grad' },
      { variables: state.accumulatedUpdates, suffix: 'accum_var' },
    ],
    scalars: [-learningRate, rho, 1 - rho, epsilon, 0],
  };
}

/** Adadelta as published: the mean of squares that scales a step includes this step's gradient. */
export function publishedAdadelta(state: AdadeltaState): OptimizerStep {
  const step = adadelta(state);
  return { ...step, scalars: [...step.scalars.slice(0, -1), 1] };
}

export function adagrad({
  learningRate,
  initialAccumulatorValue,
  accumulatedGrads,
}: AdagradState): OptimizerStep {
  return {
    update: 'adagradUpdate',
    slots: [{ variables: accumulatedGrads, suffix: 'accumulator', initial: initialAccumulatorValue }],
    scalars: [-learningRate, engine().backend.epsilon()],
  };
}

function scalarValue(scalar: Tensor): number {
  return scalar.dataSync()[0]!;
}

function multiply(scalar: Variable, factor: number): void {
  tidy(() => scalar.assign(mul(scalar, factor)));
}
