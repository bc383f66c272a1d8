// The JSON of a graph model: what of it can be dreamt on, and the part that this needs.
import { NetworkFileError } from '../../../src/errors';
import type { Topology } from './model-files';

export interface GraphNode {
  name: string;
  op: string;
  /** Names of nodes; `:1` and the like say which output, `^` that only the order counts. */
  input?: string[];
  attr?: Record<string, { shape?: { dim?: { size?: string | number }[] }; type?: unknown }>;
}

export interface GraphTopology extends Topology {
  node: GraphNode[];
}

export function isGraph(topology: Topology): topology is GraphTopology {
  return Array.isArray(topology.node);
}

export function inputsOf({ input = [] }: GraphNode): string[] {
  return input.filter((name) => !name.startsWith('^')).map((name) => name.replace(/:\d+$/, ''));
}

/**
 * The only input of a graph, with its shape; -1 stands for any.
 * @throws NetworkFileError unless it is one that takes numbers
 */
export function placeholderOf({ node }: GraphTopology, file: string): { name: string; shape: number[] } {
  const placeholders = node.filter(({ op }) => op === 'Placeholder');
  const [placeholder] = placeholders;
  if (!placeholder || placeholders.length > 1) {
    throw new NetworkFileError(file, `expected a graph with one input, found ${placeholders.length}`);
  }
  const dims = placeholder.attr?.shape?.shape?.dim ?? [];
  return { name: placeholder.name, shape: dims.map(({ size }) => Number(size ?? -1)) };
}

/** The graph up to some nodes; its input takes pictures of any size where `anySize`. */
export function cutGraph(
  topology: GraphTopology,
  targets: readonly string[],
  anySize: boolean,
): GraphTopology {
  const byName = new Map(topology.node.map((node) => [node.name, node]));
  const needed = new Set<string>();
  const waiting = [...targets];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const node = byName.get(name);
    if (!node || needed.has(name)) continue;
    needed.add(name);
    waiting.push(...inputsOf(node));
  }
  const copy = structuredClone({ ...topology, node: topology.node.filter(({ name }) => needed.has(name)) });
  for (const node of copy.node) {
    // What only the order counted for may be gone.
    node.input = node.input?.filter((name) => !name.startsWith('^'));
    const dims = node.op === 'Placeholder' && anySize ? node.attr?.shape?.shape?.dim : undefined;
    for (const dim of dims?.slice(1, 3) ?? []) dim.size = '-1';
  }
  return copy;
}
