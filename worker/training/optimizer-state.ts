// An optimizer's moments as plain arrays, by the weights that they belong to: what a second training goes on from.
import { type Optimizer, tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { OptimizerOptions } from '../../src/fit-protocol';
import { ruleOf } from '../kernels/patches/optimizers/install';
import { saveOptimizer } from '../kernels/patches/optimizers/state';

export interface OptimizerState {
  options: OptimizerOptions;
  iterations: number;
  slots: {
    suffix: string /** The weight's place among all weights of the network. */;
    weight: number;
    data: Float32Array;
  }[];
}

/** All weights in an order that freezing does not change. */
function weightsInOrder(network: LayersModel): Variable[] {
  const seen = new Set<Variable>();
  const visit = (layer: unknown) => {
    const { layers, weights } = layer as { layers?: unknown[]; weights?: { read(): Variable }[] };
    if (layers) for (const one of layers) visit(one);
    else for (const weight of weights ?? []) seen.add(weight.read());
  };
  visit(network);
  return [...seen];
}

export async function readOptimizerState(
  optimizer: Optimizer,
  network: LayersModel,
  options: OptimizerOptions,
): Promise<OptimizerState> {
  const { iterations, slots } = await saveOptimizer(optimizer, weightsInOrder(network));
  const read = Object.entries(slots).flatMap(([suffix, all]) =>
    all.map(({ weight, values }) => ({ suffix, weight, data: values })),
  );
  return { options, iterations, slots: read };
}

/** Gives a new optimizer of the same kind what another had; weights of another shape are left out. */
export function writeOptimizerState(optimizer: Optimizer, network: LayersModel, state: OptimizerState): void {
  const weights = weightsInOrder(network);
  const slots = ruleOf(optimizer)?.slots(optimizer as never) ?? [];
  for (const { suffix, weight, data } of state.slots) {
    const owner = weights[weight];
    const slot = slots.find((one) => one.suffix === suffix);
    if (!owner || !slot || owner.size !== data.length) continue;
    slot.entries.push({
      originalName: `${owner.name}/${suffix}`,
      variable: tidy(() => tensor(data, owner.shape).variable(false)),
    });
  }
  const fields = optimizer as unknown as {
    iterations_: number;
    beta1?: number;
    beta2?: number;
    accBeta1?: Variable;
    accBeta2?: Variable;
    iteration?: Variable;
  };
  fields.iterations_ = state.iterations;
  const power = (variable: Variable | undefined, base: number | undefined) => {
    if (variable && base !== undefined)
      tidy(() => variable.assign(tensor(base ** (state.iterations + 1), [])));
  };
  power(fields.accBeta1, fields.beta1);
  power(fields.accBeta2, fields.beta2);
  const { iteration } = fields;
  if (iteration) tidy(() => iteration.assign(tensor(state.iterations, [])));
}
