// What is used of a page's `tf.LayersModel`, of whatever copy of TensorFlow.js 4; nothing of that is imported.
import type { NamedWeight, PageNetwork } from '../fit-protocol';

/** A tensor of the page, as far as its numbers are replaced. */
interface PageVariable {
  readonly shape: readonly number[];
  data(): Promise<ArrayLike<number>>;
  assign(value: PageTensor): void;
  buffer(): Promise<{ values: ArrayLike<number>; toTensor(): PageTensor }>;
}

interface PageTensor {
  dispose(): void;
}

export interface PageWeight {
  readonly name: string;
  readonly originalName?: string;
  readonly shape: readonly unknown[];
  read(): PageVariable;
}

export interface PageOptimizer {
  getClassName(): string;
  getConfig(): Record<string, unknown>;
  learningRate?: number;
}

/** A compiled `tf.LayersModel`: what `fitInWorker` reads of it and writes to it. */
export interface PageModel extends PageNetwork {
  readonly optimizer: unknown;
  loss: unknown;
  metrics: unknown;
  readonly inputs: readonly unknown[];
  outputNames: string[];
  stopTraining: boolean;
}

/** What TensorFlow.js keeps to itself. */
export interface Inside {
  weights: PageWeight[];
  trainableWeights: PageWeight[];
  isTraining: boolean;
  history: unknown;
  /** Of a Sequential. */
  model?: PageModel;
}

export const inside = (model: PageModel): Inside => model as unknown as Inside;

interface LayerLike {
  name: string;
  layers?: LayerLike[];
  weights: PageWeight[];
}

/** The model's weights as a lab names them: the names of the layers around, and the weight's own. */
function named(model: PageModel): Map<string, PageWeight> {
  const all = new Map<string, PageWeight>();
  const visit = ({ name: layer, layers, weights }: LayerLike, path: string) => {
    if (layers) {
      for (const inner of layers) visit(inner, `${path}${path && '/'}${inner.name}`);
      return;
    }
    for (const weight of weights) {
      const own = weight.originalName ?? weight.name;
      const short = own.startsWith(`${layer}/`) ? own.slice(layer.length + 1) : own;
      let name = `${path}/${short}`;
      for (let i = 1; all.has(name); i++) name = `${path}/${short}_${i}`;
      all.set(name, weight);
    }
  };
  visit(model as unknown as LayerLike, '');
  return all;
}

/** Copies of the model's weights. */
export async function readWeights(model: PageModel): Promise<NamedWeight[]> {
  return Promise.all(
    [...named(model)].map(async ([name, weight]) => {
      const variable = weight.read();
      return { name, shape: [...variable.shape], data: await variable.data() };
    }),
  );
}

/**
 * Writes numbers into the model's weights.
 * @throws Error if the model has changed since it was sent; then none is written
 */
export async function writeWeights(model: PageModel, given: readonly NamedWeight[]): Promise<void> {
  const own = named(model);
  for (const { name, shape } of given) {
    if (`${own.get(name)?.shape}` === `${shape}`) continue;
    throw new Error(
      `The model has changed since its training began: it has no weight ${name} of shape [${shape}].`,
    );
  }
  for (const { name, data } of given) {
    const variable = own.get(name)!.read();
    // A buffer makes a tensor of the page's own copy of TensorFlow.js. At first it may hold the weight's own memory.
    const buffer = await variable.buffer();
    buffer.values = data;
    const value = buffer.toTensor();
    variable.assign(value);
    value.dispose();
  }
}
