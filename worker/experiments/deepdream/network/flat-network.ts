// A layers model as a list of steps from its picture on, so that it can be run up to any layer and at any size.
import type { LayersModel, layers } from '@tensorflow/tfjs-layers';

type Layer = layers.Layer;
type Symbolic = LayersModel['inputs'][number];

/** What a nested model and the whole network have in common. */
interface Container {
  inputs: Symbolic[];
  outputs: Symbolic[];
}

export interface Step {
  /** The layer's name, those of the models around it before it with slashes between. */
  name: string;
  layer: Layer;
  /** The steps whose outputs it takes; -1 is the picture. */
  from: number[];
  /** As the layer tells it, with the batch. */
  shape: (number | null)[];
}

/** @throws Error for a layer with several outputs of which not the first is used */
export function flatten(network: Container): Step[] {
  const steps: Step[] = [];

  function visit({ inputs, outputs }: Container, given: number[], prefix: string): number[] {
    const done = new Map(inputs.map((input, i) => [input.id, given[i]!]));
    function slotOf(symbolic: Symbolic): number {
      const known = done.get(symbolic.id);
      if (known !== undefined) return known;
      const { sourceLayer: layer, nodeIndex, tensorIndex } = symbolic;
      const node = layer.inboundNodes[nodeIndex]!;
      const from = node.inputTensors.map(slotOf);
      const slot = isContainer(layer)
        ? visit(layer, from, `${prefix}${layer.name}/`)[tensorIndex]!
        : add({ name: prefix + layer.name, layer, from, shape: symbolic.shape }, tensorIndex);
      done.set(symbolic.id, slot);
      return slot;
    }
    return outputs.map(slotOf);
  }

  function add(step: Step, tensorIndex: number): number {
    if (tensorIndex > 0) throw new Error(`${step.name} has several outputs`);
    steps.push(step);
    return steps.length - 1;
  }

  visit(network, [-1], '');
  return steps;
}

function isContainer(layer: Layer): layer is Layer & Container {
  return 'inputs' in layer && 'outputs' in layer && 'layers' in layer;
}

/** The steps that the targets need, in order. */
export function upTo(steps: readonly Step[], targets: readonly number[]): Set<number> {
  const needed = new Set<number>();
  const waiting = [...targets];
  for (let i = waiting.pop(); i !== undefined; i = waiting.pop()) {
    if (i < 0 || needed.has(i)) continue;
    needed.add(i);
    waiting.push(...steps[i]!.from);
  }
  return new Set([...needed].sort((a, b) => a - b));
}
