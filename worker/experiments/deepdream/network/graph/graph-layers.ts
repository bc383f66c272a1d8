// A graph's operations as layers.
import type { NetworkLayer } from '../../../../../src/protocol';
import { type GraphNode, type GraphTopology, inputsOf } from '../../../../formats/tfjs/graph-topology';
import { defaultLayers } from '../default-layers';

/** Operations whose outputs are features or classes. */
const SHOWN = new Set([
  ...['Conv2D', '_FusedConv2D', 'DepthwiseConv2dNative', 'FusedDepthwiseConv2dNative', 'BiasAdd'],
  ...['FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3', 'MaxPool', 'AvgPool', 'Mean'],
  ...['Relu', 'Relu6', 'LeakyRelu', 'Elu', 'Selu', 'Sigmoid', 'Tanh', 'Softplus', 'Prelu'],
  ...['Add', 'AddV2', 'AddN', 'ConcatV2', 'MatMul', '_FusedMatMul', 'Softmax'],
]);
const WITH_FILTER = new Set(['Conv2D', '_FusedConv2D', 'MatMul', '_FusedMatMul']);
const DEPTHWISE = new Set(['DepthwiseConv2dNative', 'FusedDepthwiseConv2dNative']);
/** Operations that tell pictures of one size from those of another. */
const SIZED = new Set(['Reshape', 'BatchMatMul', 'BatchMatMulV2', 'Transpose']);
const FLAT = new Set(['MatMul', '_FusedMatMul']);

interface Known {
  channels: number | null;
  flat: boolean;
  sized: boolean;
}

/**
 * What can be told of the nodes without running them.
 * @param weights shapes by name
 * @param fixed whether the graph's input has a size of its own
 */
export function graphLayers(
  { node }: GraphTopology,
  weights: ReadonlyMap<string, readonly number[]>,
  { channels, fixed }: { channels: number; fixed: boolean },
): NetworkLayer[] {
  const byName = new Map(node.map((one) => [one.name, one]));
  const known = new Map<string, Known | undefined>();

  /** Undefined for what does not depend on the picture. */
  function know(name: string): Known | undefined {
    if (known.has(name)) return known.get(name);
    known.set(name, undefined);
    const one = byName.get(name);
    const found = one && look(one);
    known.set(name, found);
    return found;
  }

  function look(one: GraphNode): Known | undefined {
    if (one.op === 'Placeholder') return { channels, flat: false, sized: false };
    const names = inputsOf(one);
    const inputs = names.map(know).filter((input) => input !== undefined);
    const [first] = inputs;
    if (!first) return undefined;
    const shape = weights.get(resolve(names[1])) ?? [];
    const flat = FLAT.has(one.op) || inputs.some((input) => input.flat);
    const sized = (fixed && SIZED.has(one.op)) || inputs.some((input) => input.sized);
    if (WITH_FILTER.has(one.op)) return { channels: shape.at(-1) ?? null, flat, sized };
    if (DEPTHWISE.has(one.op)) return { channels: product(shape.slice(2)), flat, sized };
    if (one.op === 'ConcatV2') return { channels: total(inputs), flat, sized };
    if (one.op === 'Reshape') return { channels: null, flat: true, sized };
    return { channels: first.channels, flat: flat || one.op === 'Mean', sized };
  }

  /** The weight behind nodes that hand it on. */
  function resolve(name = ''): string {
    const one = byName.get(name);
    return one?.op === 'Identity' ? resolve(inputsOf(one)[0]) : name;
  }

  const shown = node.filter(({ name, op }) => SHOWN.has(op) && know(name));
  const defaults = defaultLayers(shown.map(({ name, op }) => ({ name, type: op })));
  return shown.map(({ name, op }) => {
    const { channels: count, flat, sized } = know(name)!;
    const shape = flat ? [count] : [null, null, count];
    const parameters = inputsOf(byName.get(name)!)
      .map((input) => weights.get(resolve(input)))
      .reduce((sum, weight) => sum + (weight ? weight.reduce((a, b) => a * b, 1) : 0), 0);
    const dream = { dreamable: true, coefficient: defaults[name] ?? 0, fixedSize: sized };
    return { name, type: op, shape, parameters, trainable: false, ...dream };
  });
}

function product(shape: readonly number[]): number | null {
  return shape.length > 0 ? shape.reduce((a, b) => a * b) : null;
}

function total(inputs: Known[]): number | null {
  return inputs.reduce<number | null>(
    (sum, { channels }) => (sum === null || channels === null ? null : sum + channels),
    0,
  );
}
