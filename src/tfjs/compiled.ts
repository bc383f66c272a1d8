// How a page's model was compiled, in the words of `lab.fit`, and what its metrics are called in TensorFlow.js.
import type { FitOptions, OptimizerOptions } from '../fit-protocol';
import { InvalidOptionError } from '../index';
import type { PageModel, PageOptimizer } from './model';

export interface Compiled {
  optimizer: OptimizerOptions;
  loss: FitOptions['loss'];
  metrics: FitOptions['metrics'];
  /** The names of an epoch's logs in TensorFlow.js, and those of `lab.fit`, without validation. */
  labels: readonly (readonly [label: string, metric: string])[];
}

const WAY_OUT =
  'a name, as functions cannot be sent to a worker: train it as an experiment of your own (lab.register), which may use any';

/** @throws InvalidOptionError for a model that is not compiled, or by what a worker cannot be told */
export function readCompiled(model: PageModel): Compiled {
  const optimizer = model?.optimizer as PageOptimizer | undefined;
  if (typeof model?.toJSON !== 'function') throw new InvalidOptionError('model', model, 'a tf.LayersModel');
  if (!optimizer)
    throw new InvalidOptionError('model', 'a model that is not compiled', 'one after model.compile()');
  const names = model.outputNames;
  const losses = perOutput(model.loss, names, 'loss');
  const metrics = metricsPerOutput(model.metrics, names);
  const several = names.length > 1;
  const labels: [string, string][] = [['loss', 'loss']];
  if (several) for (const name of names) labels.push([`${name}_loss`, `${name}.loss`]);
  for (const name of names) {
    for (const metric of metrics[name]!) {
      const label = LABELS[metric] ?? metric;
      labels.push(several ? [`${name}_${label}`, `${name}.${metric}`] : [label, metric]);
    }
  }
  return {
    optimizer: readOptimizer(optimizer),
    loss: (several ? losses : losses[names[0]!]) as FitOptions['loss'],
    metrics: (several ? metrics : metrics[names[0]!]) as FitOptions['metrics'],
    labels,
  };
}

/** What TensorFlow.js calls them in its logs. */
const LABELS: Readonly<Record<string, string>> = { accuracy: 'acc' };

const OPTIMIZERS: Readonly<Record<string, OptimizerOptions['name']>> = {
  ...{ SGD: 'sgd', Momentum: 'momentum', RMSProp: 'rmsprop', Adam: 'adam' },
  ...{ Adamax: 'adamax', AdaMax: 'adamax', Adagrad: 'adagrad', Adadelta: 'adadelta' },
};

/** What each has that `lab.fit` calls so too. */
const TAKEN: Readonly<Record<string, readonly string[]>> = {
  sgd: [],
  momentum: ['momentum'],
  rmsprop: ['momentum', 'epsilon', 'centered'],
  adam: ['beta1', 'beta2', 'epsilon'],
  adamax: ['beta1', 'beta2', 'epsilon'],
  adagrad: [],
  adadelta: ['rho', 'epsilon'],
};

/** What `lab.fit` has no word for, and the value that it has there. */
const FIXED: Readonly<Record<string, readonly [field: string, value: number]>> = {
  adamax: ['decay', 0],
  adagrad: ['initialAccumulatorValue', 0.1],
};

function readOptimizer(optimizer: PageOptimizer): OptimizerOptions {
  const kind = optimizer.getClassName();
  const name = OPTIMIZERS[kind];
  if (!name) {
    throw new InvalidOptionError('model.optimizer', kind, `one of ${Object.keys(OPTIMIZERS).join(', ')}`);
  }
  const config = optimizer.getConfig();
  const [field, value] = FIXED[name] ?? [];
  if (field && config[field] !== undefined && config[field] !== value) {
    throw new InvalidOptionError(`model.optimizer.${field}`, config[field], `${value}, which a worker has`);
  }
  const given = TAKEN[name]!.filter((one) => config[one] !== undefined && config[one] !== null);
  return {
    ...{ name, learningRate: config.learningRate as number },
    ...Object.fromEntries(given.map((one) => [one, config[one]])),
    ...(name === 'momentum' && { nesterov: Boolean(config.useNesterov) }),
    ...(name === 'rmsprop' && { rho: config.decay as number }),
  };
}

function perOutput(given: unknown, names: readonly string[], field: string): Record<string, string> {
  const of = (name: string, i: number) => {
    if (Array.isArray(given)) return given[i];
    return typeof given === 'object' && given !== null ? (given as Record<string, unknown>)[name] : given;
  };
  return Object.fromEntries(
    names.map((name, i) => {
      const one = of(name, i);
      if (typeof one === 'string') return [name, one];
      throw new InvalidOptionError(`model.${field}${names.length > 1 ? `.${name}` : ''}`, one, WAY_OUT);
    }),
  );
}

/** A list is for all outputs, as in `model.compile`. */
function metricsPerOutput(given: unknown, names: readonly string[]): Record<string, string[]> {
  const of = (name: string) => {
    if (typeof given !== 'object' || given === null || Array.isArray(given)) return given ?? [];
    return (given as Record<string, unknown>)[name] ?? [];
  };
  return Object.fromEntries(
    names.map((name) => [
      name,
      [of(name)].flat().map((metric, i) => {
        if (typeof metric !== 'string') throw new InvalidOptionError(`model.metrics[${i}]`, metric, WAY_OUT);
        return metric === 'acc' ? 'accuracy' : metric;
      }),
    ]),
  );
}
