// An ONNX graph that grows: each operation gives the names of its outputs.
import type { Attribute, Constant, Node } from './protobuf';

export type Numbers = Float32Array | Int32Array | BigInt64Array;

export interface Graph {
  nodes: Node[];
  constants: Constant[];
  /** Adds an operation. @returns the name of its first output */
  add(op: string, inputs: readonly string[], attributes?: Record<string, Attribute>): string;
  /** The same with several outputs; '' stands for an input that is left out. */
  addAll(
    op: string,
    inputs: readonly string[],
    outputs: number,
    attributes?: Record<string, Attribute>,
  ): string[];
  /** Adds numbers that are fixed. */
  constant(data: Numbers | readonly number[], shape?: readonly number[]): string;
  /** Adds whole numbers as operators take axes and sizes. */
  whole(...values: number[]): string;
  /** Prefix of what is added from now on. */
  scope: string;
}

export function createGraph(): Graph {
  const nodes: Node[] = [];
  const constants: Constant[] = [];
  let count = 0;
  const graph: Graph = {
    ...{ nodes, constants, scope: '' },
    add: (op, inputs, attributes) => graph.addAll(op, inputs, 1, attributes)[0]!,
    addAll(op, inputs, outputs, attributes = {}) {
      const name = `${graph.scope}/${op}_${++count}`;
      const names = Array.from({ length: outputs }, (_, i) => (i === 0 ? name : `${name}:${i}`));
      nodes.push({ op, name, inputs: [...inputs], outputs: names, attributes });
      return names;
    },
    constant(data, shape) {
      const name = `${graph.scope}/constant_${++count}`;
      const numbers = Array.isArray(data) ? Float32Array.from(data as number[]) : (data as Numbers);
      constants.push({ name, shape: shape ?? (numbers.length === 1 ? [] : [numbers.length]), data: numbers });
      return name;
    },
    whole(...values) {
      return graph.constant(BigInt64Array.from(values, BigInt), [values.length]);
    },
  };
  return graph;
}

/** A node's permutation that puts channels first or last; `rank` counts all axes. */
export function channelsFirst(rank: number): number[] {
  return [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, i) => i + 1)];
}

export function channelsLast(rank: number): number[] {
  return [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1];
}

/** Numbers with their axes in another order. */
export function transposed(
  data: Float32Array,
  shape: readonly number[],
  order: readonly number[],
): { data: Float32Array; shape: number[] } {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, n) => product * n, 1));
  const to = order.map((axis) => shape[axis]!);
  const from = order.map((axis) => strides[axis]!);
  const result = new Float32Array(data.length);
  const at = to.map(() => 0);
  let source = 0;
  for (let i = 0; i < result.length; i++) {
    result[i] = data[source]!;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      source += from[axis]!;
      if (++at[axis]! < to[axis]!) break;
      source -= from[axis]! * to[axis]!;
      at[axis] = 0;
    }
  }
  return { data: result, shape: to };
}
