// The weights of a network by name, to be read and to be set.
import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InvalidOptionError } from '../../src/errors';
import type { ModelWeight } from '../../src/protocol';
import { namedLayers } from './layer-calls';

export interface Weight {
  /** The layer's name with those of the models around it, and the weight's own: `block/conv2d_1/kernel`. */
  name: string;
  /** The layer's part of it. */
  layer: string;
  shape: number[];
  variable: LayersModel['weights'][number];
}

/** In the order of the layers, whatever of them is frozen; no two of one name. */
export function namedWeights(network: LayersModel): Weight[] {
  const taken = new Set<string>();
  return [...namedLayers(network)].flatMap(([layer, path]) =>
    layer.weights.map((variable) => {
      const own = variable.originalName;
      const short = own.startsWith(`${layer.name}/`) ? own.slice(layer.name.length + 1) : own;
      let name = `${path}/${short}`;
      for (let i = 1; taken.has(name); i++) name = `${path}/${short}_${i}`;
      taken.add(name);
      return { name, layer: path, shape: variable.shape as number[], variable };
    }),
  );
}

/** Copies of all weights. */
export async function readWeights(network: LayersModel): Promise<ModelWeight[]> {
  return Promise.all(
    namedWeights(network).map(async ({ name, shape, variable }) => {
      const data = await variable.read().data();
      return { name, shape, data: data.slice() as ModelWeight['data'] };
    }),
  );
}

/**
 * Sets some weights or all. Nothing is set unless all of them fit.
 * @throws InvalidOptionError for a name that there is not or comes twice, and for another shape or length
 */
export function setWeights(network: LayersModel, given: unknown): void {
  const known = new Map(namedWeights(network).map((weight) => [weight.name, weight]));
  const list = Array.isArray(given) ? (given as unknown[]) : [];
  if (list.length === 0) {
    throw new InvalidOptionError(
      'weights',
      given,
      'a list of { name, shape, data }, as `weights()` gives it',
    );
  }
  const seen = new Set<string>();
  const fitting = list.map((one, i) => {
    const { name, shape, data } = (one ?? {}) as Partial<ModelWeight>;
    const weight = known.get(name as string);
    if (!weight || seen.has(weight.name)) {
      const allowed = weight ? 'each weight once' : `one of ${[...known.keys()].join(', ')}`;
      throw new InvalidOptionError(`weights[${i}].name`, name, allowed);
    }
    seen.add(weight.name);
    const wanted = `[${weight.shape.join(', ')}]`;
    if (!Array.isArray(shape) || `[${shape.join(', ')}]` !== wanted) {
      const found = Array.isArray(shape) ? `[${shape.join(', ')}]` : shape;
      throw new InvalidOptionError(`weights[${i}].shape`, found, `the shape of ${weight.name}: ${wanted}`);
    }
    const size = weight.shape.reduce((product, length) => product * length, 1);
    if (!isNumbers(data) || data.length !== size) {
      const found = isNumbers(data) ? `${data.length} numbers` : data;
      throw new InvalidOptionError(`weights[${i}].data`, found, `${size} numbers for ${weight.name}`);
    }
    return { weight, data };
  });
  tidy(() => {
    for (const { weight, data } of fitting) weight.variable.write(tensorOf(weight, data));
  });
}

function tensorOf({ shape, variable }: Weight, data: ModelWeight['data']): Tensor {
  const { dtype } = variable.read();
  return tensor(dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data), shape, dtype);
}

function isNumbers(data: unknown): data is ModelWeight['data'] {
  if (Array.isArray(data)) return data.every((value) => typeof value === 'number');
  return data instanceof Float32Array || data instanceof Int32Array || data instanceof Float64Array;
}
