// An experiment of a page's own while it runs: what it yields and returns is looked at, so that a fault in it is named
// instead of breaking the session.
import { ExperimentModuleError } from '../../src/errors';
import type { AnyExperiment, ExperimentEvent, Outcome, Predicting, SoFar, Training } from '../experiment';
import { isPlain, isRecord } from './plain';

type Fits = readonly [fits: (value: unknown) => boolean, allowed: string];

const number: Fits = [(value) => typeof value === 'number', 'a number'];
const text: Fits = [(value) => typeof value === 'string', 'a text'];
const list: Fits = [Array.isArray, 'a list'];
const method: Fits = [(value) => typeof value === 'function', 'a function'];
const anything: Fits = [isPlain, 'plain data: no tensors, no functions'];
const metrics: Fits = [
  (value) => isRecord(value) && Object.values(value).every((one) => typeof one === 'number'),
  'numbers by name',
];
const readings: Fits = [
  (value) =>
    isRecord(value) && Object.values(value).every((one) => isRecord(one) && typeof one.data === 'function'),
  'scalar tensors by name',
];

type Fields<T> = { [K in keyof T]?: Fits };

/** What each kind of event must have. */
const EVENTS: { [T in ExperimentEvent['type']]: Fields<Extract<ExperimentEvent, { type: T }>> } = {
  plan: { steps: number, work: number },
  loading: { fraction: number, message: text },
  phase: { name: text, trainableParameters: number, frozenParameters: number },
  step: { phase: text, epoch: number, epochs: number, batch: number, batches: number, metrics: readings },
  work: { work: number },
  epoch: { phase: text, epoch: number, epochs: number, metrics, durationMs: number },
  sample: { epoch: number, sample: anything },
  warning: { message: text },
  'epoch-end': {},
  'so-far': { outcome: method },
};

/** What a stopped run must have to show. */
const SO_FAR: Fields<SoFar> = {
  network: [
    (value) => isRecord(value) && typeof value.save === 'function' && typeof value.dispose === 'function',
    'a network: something with save and dispose, such as a LayersModel',
  ],
  dataset: [
    (value) => isRecord(value) && ['name', 'source', 'train', 'test'].every((name) => name in value),
    'an object with name, source, train and test',
  ],
  output: anything,
  settings: anything,
};

const OUTCOME: Fields<Outcome> = { ...SO_FAR, epoch: number, metrics, phases: list, history: list };

/** @param module where it comes from, to be told in errors */
export function guard(experiment: AnyExperiment, module: string): AnyExperiment {
  const fault = (part: string, found: unknown, allowed: string) =>
    ExperimentModuleError.of(module, part, found, allowed);

  function check(
    value: Record<string, unknown>,
    fields: Record<string, Fits | undefined>,
    part: string,
  ): void {
    for (const name in fields) {
      const [fits, allowed] = fields[name]!;
      if (!fits(value[name])) throw fault(`${part}.${name}`, value[name], allowed);
    }
  }

  function checkOutcome(value: unknown, fields: Record<string, Fits | undefined>, part: string): void {
    if (!isRecord(value)) throw fault(part, value, `an object with ${Object.keys(fields).join(', ')}`);
    check(value, fields, part);
  }

  function checkEvent(event: unknown): asserts event is ExperimentEvent {
    const type = isRecord(event) ? event.type : undefined;
    const fields =
      typeof type === 'string' && Object.hasOwn(EVENTS, type) ? EVENTS[type as never] : undefined;
    if (!fields) {
      throw fault(
        'train: an event',
        isRecord(event) ? type : event,
        `one of ${Object.keys(EVENTS).join(', ')}`,
      );
    }
    check(event as Record<string, unknown>, fields, `train: ${type}`);
  }

  return {
    ...experiment,

    async *train(hyperparameters, context): Training {
      const training = experiment.train(hyperparameters, context) as unknown;
      if (!isGenerator(training)) {
        const allowed = 'an async generator function: async *train(hyperparameters, context)';
        throw fault('train', experiment.train, allowed);
      }
      try {
        while (true) {
          const { done, value } = await training.next();
          if (!done) {
            checkEvent(value);
            yield value.type === 'so-far' ? { ...value, outcome: soFar(value.outcome) } : value;
            continue;
          }
          checkOutcome(value, OUTCOME, 'train: the result');
          return value as unknown as Outcome;
        }
      } finally {
        // Its own clean-up, where it is left early.
        await training.return(undefined);
      }
    },

    predict(network, input, settings): Predicting<unknown> {
      return predicting(experiment.predict(network, input, settings) as unknown);
    },
  };

  function soFar(outcome: (epoch: number) => SoFar | Promise<SoFar>) {
    return async (epoch: number) => {
      const value = await outcome(epoch);
      checkOutcome(value, SO_FAR, 'train: so-far.outcome()');
      return value;
    };
  }

  async function* predicting(given: unknown): AsyncGenerator<ExperimentEvent, unknown, void> {
    const prediction = isGenerator(given) ? yield* given : await given;
    if (isPlain(prediction)) return prediction;
    throw fault('predict: the prediction', prediction, anything[1]);
  }
}

function isGenerator(value: unknown): value is AsyncGenerator<ExperimentEvent, unknown, void> {
  return isRecord(value) && typeof value.next === 'function' && Symbol.asyncIterator in value;
}
