// What each output of a network is trained for and measured by: as the page says, or what goes with it.
import { InvalidOptionError } from '../../src/errors';
import type { MetricDescription } from '../../src/protocol';
import {
  BINARY,
  CATEGORICAL,
  lossNamed,
  lossNames,
  lossOf,
  misfit,
  naturalLoss,
  SPARSE,
} from '../training/losses';
import { type Measure, measureNamed, measureNames } from '../training/measures';
import type { Objective } from '../training/objective';
import type { Output } from './outputs';
import type { ReadOptions } from './read-options';

/** What the targets of an output are known to be. */
export interface TargetKind {
  /** Of one example. */
  shape: readonly number[];
  /** Whether they are class numbers as far as their shape tells. */
  classNumbers: boolean;
}

export interface Goal extends Objective {
  output: Output;
  lossName: string;
  kind: MetricDescription['kind'];
}

/** @throws InvalidOptionError for a loss or a metric that does not fit, or a name that is not there */
export function readObjectives(
  { loss, lossWeights, metrics }: Pick<ReadOptions, 'loss' | 'lossWeights' | 'metrics'>,
  outputs: readonly Output[],
  targets: readonly TargetKind[],
): Goal[] {
  const names = outputs.map(({ name }) => name);
  const weights = lossWeights === undefined ? {} : checkNames(lossWeights, names, 'lossWeights');
  const losses = typeof loss === 'object' && loss !== null ? checkNames(loss, names, 'loss') : undefined;
  const wanted =
    metrics === undefined || Array.isArray(metrics) ? undefined : checkNames(metrics, names, 'metrics');
  return outputs.map((output, i) => {
    const { name } = output;
    const { classNumbers } = targets[i]!;
    const field = losses ? `loss.${name}` : 'loss';
    const given = losses ? ownOf(losses, name) : loss;
    const lossName =
      given === undefined ? naturalLoss(output.activation, classNumbers) : checkLoss(given, field, output);
    // The same loss, of class numbers.
    const used = lossName === CATEGORICAL && classNumbers ? SPARSE : lossName;
    if ((used === SPARSE) !== classNumbers) {
      const allowed = classNumbers
        ? `${SPARSE}, as data.y has class numbers`
        : `${CATEGORICAL}, as data.y has a number for each class`;
      throw new InvalidOptionError(field, given ?? lossName, allowed);
    }
    const own = wanted ? ownOf(wanted, name) : metrics;
    const measures = readMeasures(own, wanted ? `metrics.${name}` : 'metrics', used, output);
    const weight = ownOf(weights, name);
    if (weight !== undefined && !(typeof weight === 'number' && Number.isFinite(weight))) {
      throw new InvalidOptionError(`lossWeights.${name}`, weight, 'a number');
    }
    return {
      ...{ output, lossName: used, kind: 'loss', loss: lossOf(used), measures },
      ...(outputs.length > 1 && { name }),
      ...(weight !== undefined && { weight: weight as number }),
    };
  });
}

function checkNames(given: unknown, names: readonly string[], field: string): Record<string, unknown> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new InvalidOptionError(field, given, `an object by output: ${names.join(', ')}`);
  }
  for (const [name, value] of Object.entries(given)) {
    if (!names.includes(name))
      throw new InvalidOptionError(`${field}.${name}`, value, `one of ${names.join(', ')}`);
  }
  return given as Record<string, unknown>;
}

function checkLoss(given: unknown, field: string, { activation, name }: Output): string {
  const loss = lossNamed(given);
  if (!loss) throw new InvalidOptionError(field, given, `one of ${lossNames.join(', ')}`);
  if (misfit(loss, activation)) {
    const end = loss === BINARY ? 'sigmoid' : 'softmax';
    throw new InvalidOptionError(
      field,
      given,
      `a loss for an output that ends in ${activation}, such as meanSquaredError; this one needs ${end} at the end of ${name}`,
    );
  }
  return loss;
}

function readMeasures(given: unknown, field: string, loss: string, { shape }: Output): Measure[] {
  const classes = [SPARSE, CATEGORICAL, BINARY].includes(loss);
  const list =
    given === undefined ? (classes ? ['accuracy'] : []) : typeof given === 'string' ? [given] : given;
  if (!Array.isArray(list))
    throw new InvalidOptionError(field, given, `a list of ${measureNames.join(', ')}`);
  return list.map((name, i) => {
    const measure = typeof name === 'string' ? measureNamed(name, loss, shape.at(-1) ?? 1) : undefined;
    if (!measure) throw new InvalidOptionError(`${field}[${i}]`, name, `one of ${measureNames.join(', ')}`);
    return measure;
  });
}

/** A layer may be called `constructor`. */
function ownOf<T>(given: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(given, name) ? given[name] : undefined;
}
