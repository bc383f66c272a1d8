// Activations, and the layers that are nothing else.
import type { Graph } from './graph';
import { type LayerToWrite, type LayerWriter, weightOf } from './layer-writer';

type Apply = (graph: Graph, x: string) => string;

const op =
  (name: string): Apply =>
  (graph, x) =>
    graph.add(name, [x]);

/** √2, and √(2/π), as the two forms of GELU take them. */
const ROOT = Math.SQRT2;
const GELU = Math.sqrt(2 / Math.PI);

const activations: Record<string, Apply> = {
  linear: (_, x) => x,
  relu: op('Relu'),
  relu6: (graph, x) => graph.add('Clip', [x, graph.constant([0]), graph.constant([6])]),
  sigmoid: op('Sigmoid'),
  hardSigmoid: (graph, x) => graph.add('HardSigmoid', [x], { alpha: { float: 0.2 }, beta: { float: 0.5 } }),
  tanh: op('Tanh'),
  softmax: (graph, x) => graph.add('Softmax', [x], { axis: -1 }),
  logSoftmax: (graph, x) => graph.add('LogSoftmax', [x], { axis: -1 }),
  elu: (graph, x) => graph.add('Elu', [x], { alpha: { float: 1 } }),
  selu: op('Selu'),
  softplus: op('Softplus'),
  softsign: op('Softsign'),
  swish: (graph, x) => graph.add('Mul', [x, graph.add('Sigmoid', [x])]),
  mish: (graph, x) => graph.add('Mul', [x, graph.add('Tanh', [graph.add('Softplus', [x])])]),
  gelu: (graph, x) => {
    const part = graph.add('Erf', [graph.add('Div', [x, graph.constant([ROOT])])]);
    const gate = graph.add('Mul', [graph.add('Add', [part, graph.constant([1])]), graph.constant([0.5])]);
    return graph.add('Mul', [x, gate]);
  },
  gelu_new: (graph, x) => {
    const cube = graph.add('Mul', [graph.add('Mul', [x, x]), x]);
    const inside = graph.add('Add', [x, graph.add('Mul', [cube, graph.constant([0.044715])])]);
    const part = graph.add('Tanh', [graph.add('Mul', [inside, graph.constant([GELU])])]);
    const gate = graph.add('Mul', [graph.add('Add', [part, graph.constant([1])]), graph.constant([0.5])]);
    return graph.add('Mul', [x, gate]);
  },
};

/** @throws ExportError for an activation that is not known */
export function activate({ graph, config, refuse }: LayerToWrite, x: string): string {
  const name = (config.activation ?? 'linear') as string;
  const apply = Object.hasOwn(activations, name)
    ? activations[name]!
    : refuse(`its activation ${name} is unknown`);
  return apply(graph, x);
}

export const activationLayers: Record<string, LayerWriter> = {
  Activation: (layer) => [activate(layer, layer.inputs[0]!)],
  ReLU({ graph, config, inputs }) {
    const positive = graph.add('Relu', inputs);
    const { maxValue } = config;
    return [maxValue == null ? positive : graph.add('Min', [positive, graph.constant([maxValue as number])])];
  },
  LeakyReLU: ({ graph, config, inputs }) => [
    graph.add('LeakyRelu', inputs, { alpha: { float: (config.alpha ?? 0.3) as number } }),
  ],
  ELU: ({ graph, config, inputs }) => [
    graph.add('Elu', inputs, { alpha: { float: (config.alpha ?? 1) as number } }),
  ],
  ThresholdedReLU: ({ graph, config, inputs }) => [
    graph.add('ThresholdedRelu', inputs, { alpha: { float: (config.theta ?? 1) as number } }),
  ],
  PReLU(layer) {
    const { data, shape } = weightOf(layer, 'alpha');
    return [layer.graph.add('PRelu', [layer.inputs[0]!, layer.graph.constant(data, [1, ...shape])])];
  },
  Softmax({ graph, config, inputs }) {
    const { axis = -1 } = config as { axis?: number | number[] };
    if (typeof axis === 'number') return [graph.add('Softmax', inputs, { axis })];
    const largest = graph.add('ReduceMax', inputs, { axes: axis, keepdims: 1 });
    const powers = graph.add('Exp', [graph.add('Sub', [inputs[0]!, largest])]);
    const sum = graph.add('ReduceSum', [powers, graph.whole(...axis)], { keepdims: 1 });
    return [graph.add('Div', [powers, sum])];
  },
};
