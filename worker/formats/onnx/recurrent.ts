// Recurrent layers. ONNX has time before the batch, its gates in an order of its own, and two biases.

import { transposed } from './graph';
import { type LayerToWrite, type LayerWriter, weightOf } from './layer-writer';
import type { Attribute } from './protobuf';

/** As ONNX calls them, with what the hard sigmoid takes. */
const ACTIVATIONS: Record<string, [name: string, alpha?: number, beta?: number]> = {
  tanh: ['Tanh'],
  sigmoid: ['Sigmoid'],
  hardSigmoid: ['HardSigmoid', 0.2, 0.5],
  relu: ['Relu'],
  linear: ['Affine', 1, 0],
  elu: ['Elu', 1],
  softsign: ['Softsign'],
  softplus: ['Softplus'],
};

interface Kind {
  op: 'LSTM' | 'GRU' | 'RNN';
  /** For each of ONNX' gates, which of Keras' it is. */
  gates: number[];
  states: number;
  /** The fields whose activations ONNX takes, in its order. */
  activations: ('activation' | 'recurrentActivation')[];
}

function recurrent({ op, gates, states, activations }: Kind): LayerWriter {
  return (layer) => {
    const { graph, config, weights, inputs, refuse } = layer;
    if (config.stateful) refuse('it keeps its state from one batch to the next (stateful)');
    if (inputs.length > 1 + states) refuse('it takes constants');
    const kernel = weightOf(layer, 'kernel');
    const loop = weightOf(layer, 'recurrent_kernel');
    const units = loop.shape[0]!;
    const matrix = ({ data, shape }: typeof kernel) => {
      const turned = transposed(data, shape, [1, 0]); // [gates · units, inputs]
      return graph.constant(gated(turned.data, gates), [1, ...turned.shape]);
    };
    const bias = weights.bias?.data ?? new Float32Array(gates.length * units);
    // Two rows where the recurrent part has biases of its own (Keras' reset_after).
    const own = weights.bias?.shape.length === 2;
    const half = gates.length * units;
    const biases = new Float32Array(2 * half);
    biases.set(gated(bias.subarray(0, half), gates));
    if (own) biases.set(gated(bias.subarray(half), gates), half);
    const named = activations.map((field) => {
      const name = (config[field] ?? 'tanh') as string;
      return Object.hasOwn(ACTIVATIONS, name) ? ACTIVATIONS[name]! : refuse(`ONNX has no ${name} in it`);
    });
    const alpha = named.flatMap(([, one]) => (one === undefined ? [] : [{ float: one }]));
    const beta = named.flatMap(([, , one]) => (one === undefined ? [] : [{ float: one }]));
    const attributes: Record<string, Attribute> = {
      hidden_size: units,
      direction: config.goBackwards ? 'reverse' : 'forward',
      activations: named.map(([name]) => name),
      ...(alpha.length > 0 && { activation_alpha: alpha }),
      ...(beta.length > 0 && { activation_beta: beta }),
      ...(op === 'GRU' && { linear_before_reset: config.resetAfter ? 1 : 0 }),
    };
    const x = graph.add('Transpose', [inputs[0]!], { perm: [1, 0, 2] });
    const initial = inputs.slice(1).map((state) => graph.add('Unsqueeze', [state, graph.whole(0)]));
    const given = [x, matrix(kernel), matrix(loop), graph.constant(biases, [1, 2 * half])];
    const [all, ...last] = graph.addAll(
      op,
      initial.length > 0 ? [...given, '', ...initial] : given,
      1 + states,
      attributes,
    );
    const finals = last.map((state) => graph.add('Squeeze', [state, graph.whole(0)]));
    const first = config.returnSequences ? sequence(layer, all!) : finals[0]!;
    return config.returnState ? [first, ...finals] : [first];
  };
}

/** [time, 1, batch, units] to [batch, time, units]; backwards, Keras gives the last step first. */
function sequence({ graph, config }: LayerToWrite, all: string): string {
  const steps = graph.add('Squeeze', [all, graph.whole(1)]);
  const rows = graph.add('Transpose', [steps], { perm: [1, 0, 2] });
  return config.goBackwards ? backwards(graph, rows) : rows;
}

function backwards(graph: LayerToWrite['graph'], x: string): string {
  return graph.add('Slice', [
    ...[x, graph.whole(-1), graph.whole(-(2 ** 31)), graph.whole(1)],
    graph.whole(-1),
  ]);
}

/** The parts of a matrix or bias, one a gate, in another order. */
function gated(data: Float32Array, gates: readonly number[]): Float32Array {
  const size = data.length / gates.length;
  const result = new Float32Array(data.length);
  for (const [i, gate] of gates.entries())
    result.set(data.subarray(gate * size, (gate + 1) * size), i * size);
  return result;
}

const MERGES: Record<string, string> = { sum: 'Sum', mul: 'Mul', ave: 'Mean' };

export const recurrentLayers: Record<string, LayerWriter> = {
  SimpleRNN: recurrent({ op: 'RNN', gates: [0], states: 1, activations: ['activation'] }),
  GRU: recurrent({
    ...{ op: 'GRU', gates: [0, 1, 2], states: 1 },
    activations: ['recurrentActivation', 'activation'],
  }),
  // Keras has input, forget, cell, output; ONNX input, output, forget, cell.
  LSTM: recurrent({
    ...{ op: 'LSTM', gates: [0, 3, 1, 2], states: 2 },
    activations: ['recurrentActivation', 'activation', 'activation'],
  }),
  Bidirectional(layer) {
    const { graph, config, inputs, shapes, output, refuse } = layer;
    if (inputs.length > 1) refuse('it is given states to begin with');
    const { config: inner } = config.layer as {
      config: { returnSequences?: boolean; returnState?: boolean };
    };
    if (inner.returnState) refuse('it gives its states');
    const [one] = layer.inner('forwardLayer', inputs, shapes, output);
    const [other] = layer.inner('backwardLayer', inputs, shapes, output);
    const back = inner.returnSequences ? backwards(graph, other!) : other!;
    const mode = config.mergeMode as string | null;
    if (mode === null) return [one!, back];
    if (mode === 'concat') return [graph.add('Concat', [one!, back], { axis: -1 })];
    return [graph.add(MERGES[mode] ?? refuse(`it merges by ${mode}`), [one!, back])];
  },
};
