// A layers model as the list of its layers' calls, nested models opened: what summaries, activations and formats
// read a network by.
import type { LayersModel, layers } from '@tensorflow/tfjs-layers';

export type Layer = layers.Layer;
type Symbolic = LayersModel['inputs'][number];
export type Shape = (number | null)[];

/** What nested models and whole networks have in common. */
interface Container {
  inputs: Symbolic[];
  outputs: Symbolic[];
  layers: Layer[];
}

/** An output of a call; of the network's inputs, by number, where the call is −1. */
export interface Slot {
  call: number;
  output: number;
}

/** One use of a layer; one that is shared has several. */
export interface LayerCall {
  /** The layer's name, those of the models around it before it with slashes between. */
  name: string;
  layer: Layer;
  /** What it takes. */
  from: Slot[];
  /** Of each of its outputs, with the batch. */
  shapes: Shape[];
}

export interface LayerCalls {
  /** In an order in which they can be run. */
  calls: LayerCall[];
  /** The network's. */
  outputs: Slot[];
}

export function layerCalls(network: LayersModel): LayerCalls {
  const calls: LayerCall[] = [];

  function visit({ inputs, outputs }: Container, given: Slot[], prefix: string): Slot[] {
    const known = new Map(inputs.map((input, i) => [input.id, given[i]!]));
    const done = new Map<string, Slot[]>();
    function slotOf({ id, sourceLayer: layer, nodeIndex, tensorIndex }: Symbolic): Slot {
      const input = known.get(id);
      if (input) return input;
      const key = `${layer.id}:${nodeIndex}`;
      let slots = done.get(key);
      if (!slots) {
        const { inputTensors, outputTensors } = layer.inboundNodes[nodeIndex]!;
        const from = inputTensors.map(slotOf);
        slots = isContainer(layer)
          ? visit(layer, from, `${prefix}${layer.name}/`)
          : add(prefix + layer.name, layer, from, outputTensors);
        done.set(key, slots);
      }
      return slots[tensorIndex]!;
    }
    return outputs.map(slotOf);
  }

  function add(name: string, layer: Layer, from: Slot[], outputs: Symbolic[]): Slot[] {
    const call = calls.push({ name, layer, from, shapes: outputs.map(({ shape }) => shape) }) - 1;
    return outputs.map((_, output) => ({ call, output }));
  }

  const given = network.inputs.map((_, output) => ({ call: -1, output }));
  return { outputs: visit(network, given, ''), calls };
}

/** The layers of a network with their names as in its calls; those of nested models, not these themselves. */
export function namedLayers(network: LayersModel): Map<Layer, string> {
  const names = new Map<Layer, string>();
  const visit = ({ layers: inner }: Container, prefix: string) => {
    for (const layer of inner) {
      if (isContainer(layer)) visit(layer, `${prefix}${layer.name}/`);
      else if (!names.has(layer)) names.set(layer, prefix + layer.name);
    }
  };
  visit(network, '');
  return names;
}

function isContainer(layer: Layer): layer is Layer & Container {
  return 'inputs' in layer && 'outputs' in layer && 'layers' in layer;
}
