// The callbacks of `model.fit`, called as TensorFlow.js calls them: functions by name, and objects such as
// `tf.callbacks.earlyStopping`.
import { InvalidOptionError } from '../index';
import type { PageModel } from './model';

/** Numbers of a batch or an epoch by name: `loss`, `acc`, `val_loss`. */
export type Logs = Record<string, number>;

/** What is called while a model trains; epochs and batches count from 0. What they return is waited for. */
export interface FitCallbacks {
  /** Before the first epoch, once all is checked. */
  onTrainBegin?(logs?: Logs): unknown;
  /** When the model has its weights. */
  onTrainEnd?(logs?: Logs): unknown;
  /** Before the first batch of an epoch. */
  onEpochBegin?(epoch: number, logs?: Logs): unknown;
  /** After an epoch and its validation, with the numbers of both; the model has the weights of now. */
  onEpochEnd?(epoch: number, logs?: Logs): unknown;
  /** Before a step. */
  onBatchBegin?(batch: number, logs?: Logs): unknown;
  /** After a step, with its numbers. */
  onBatchEnd?(batch: number, logs?: Logs): unknown;
  /** Now and then, about twenty times a second; it is not waited for. */
  onYield?(epoch: number, batch: number, logs: Logs): unknown;
}

/** What TensorFlow.js tells its own callbacks before the training. */
interface Prepared extends FitCallbacks {
  setParams?(params: Record<string, unknown>): void;
  setModel?(model: PageModel): void;
}

type Name = keyof FitCallbacks;

const NAMES: readonly Name[] = [
  ...(['onTrainBegin', 'onTrainEnd', 'onEpochBegin', 'onEpochEnd'] as const),
  ...(['onBatchBegin', 'onBatchEnd', 'onYield'] as const),
];

export interface Callbacks {
  /** Whether one of them is there; objects of TensorFlow.js have all, most of which do nothing. */
  has(...names: Name[]): boolean;
  prepare(params: Record<string, unknown>, model: PageModel): void;
  /** Calls one after the other, and waits for each. */
  call<N extends Name>(name: N, ...given: Parameters<NonNullable<FitCallbacks[N]>>): Promise<void>;
}

/** @throws InvalidOptionError for what is no callback */
export function readCallbacks(given: unknown): Callbacks {
  const all: Prepared[] = given === undefined || given === null ? [] : ([given].flat() as Prepared[]);
  for (const [i, one] of all.entries()) {
    const known =
      typeof one === 'object' && one !== null && NAMES.some((name) => typeof one[name] === 'function');
    if (!known) {
      throw new InvalidOptionError(
        `callbacks[${i}]`,
        one,
        `an object with functions among ${NAMES.join(', ')}`,
      );
    }
  }
  return {
    has: (...names) => all.some((one) => names.some((name) => isOwn(one, name))),
    prepare(params, model) {
      for (const one of all) {
        one.setParams?.(params);
        one.setModel?.(model);
      }
    },
    async call(name, ...args) {
      for (const one of all) await (one[name] as ((...given: unknown[]) => unknown) | undefined)?.(...args);
    },
  };
}

/** Whether it does something: TensorFlow.js' base class has an empty method of each name. */
function isOwn(one: Prepared, name: Name): boolean {
  const method = one[name];
  if (typeof method !== 'function') return false;
  const base = baseOf(one);
  return base === undefined || method !== (base as unknown as Prepared)[name];
}

/** The prototype that all callbacks of a copy of TensorFlow.js end in; `undefined` for plain objects. */
function baseOf(one: object): object | undefined {
  let prototype = Object.getPrototypeOf(one);
  let base: object | undefined;
  while (prototype && prototype !== Object.prototype) {
    base = prototype;
    prototype = Object.getPrototypeOf(prototype);
  }
  return base && 'setParams' in base ? base : undefined;
}
