// Layers of rows and shapes.
import { activate } from './activations';
import { handOn, type LayerWriter, weightOf } from './layer-writer';

export const denseLayers: Record<string, LayerWriter> = {
  Dense(layer) {
    const { graph, inputs, weights } = layer;
    const kernel = weightOf(layer, 'kernel');
    let x = graph.add('MatMul', [inputs[0]!, graph.constant(kernel.data, kernel.shape)]);
    if (weights.bias) x = graph.add('Add', [x, graph.constant(weights.bias.data, weights.bias.shape)]);
    return [activate(layer, x)];
  },
  Embedding(layer) {
    const { graph, config, inputs, refuse } = layer;
    if (config.maskZero) refuse('masks cannot be told to ONNX (maskZero)');
    const { data, shape } = weightOf(layer, 'embeddings');
    const indices = graph.add('Cast', inputs, { to: 7 });
    return [graph.add('Gather', [graph.constant(data, shape), indices], { axis: 0 })];
  },
  Masking: ({ refuse }) => refuse('masks cannot be told to ONNX'),
  Flatten({ graph, config, inputs, shapes }) {
    const rank = shapes[0]!.length;
    const first = config.dataFormat === 'channelsFirst' && rank > 2;
    const perm = [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1];
    const x = first ? graph.add('Transpose', inputs, { perm }) : inputs[0]!;
    return [graph.add('Reshape', [x, graph.whole(0, -1)])];
  },
  Reshape: ({ graph, config, inputs }) => [
    graph.add('Reshape', [
      inputs[0]!,
      graph.whole(0, ...(config.targetShape as number[]).map((n) => n ?? -1)),
    ]),
  ],
  Permute: ({ graph, config, inputs }) => [
    graph.add('Transpose', inputs, { perm: [0, ...(config.dims as number[])] }),
  ],
  RepeatVector({ graph, config, inputs }) {
    const row = graph.add('Unsqueeze', [inputs[0]!, graph.whole(1)]);
    return [graph.add('Expand', [row, graph.whole(1, config.n as number, 1)])];
  },
  Rescaling({ graph, config, inputs }) {
    const scaled = graph.add('Mul', [inputs[0]!, graph.constant([config.scale ?? 1].flat() as number[])]);
    return [graph.add('Add', [scaled, graph.constant([config.offset ?? 0].flat() as number[])])];
  },
  TimeDistributed(layer) {
    const { graph, inputs, shapes, output, refuse } = layer;
    const [, steps, ...rest] = shapes[0]!;
    const [, , ...given] = output;
    if (steps === null || [...rest, ...given].includes(null)) refuse('its shapes are open');
    const rows = graph.add('Reshape', [inputs[0]!, graph.whole(-1, ...(rest as number[]))]);
    const [answer] = layer.inner('layer', [rows], [[null, ...rest]], [null, ...given]);
    return [graph.add('Reshape', [answer!, graph.whole(-1, steps!, ...(given as number[]))])];
  },
  // The layer of Keras' antirectifier example, as this package has it.
  Antirectifier({ graph, inputs }) {
    const last = { axes: [-1], keepdims: 1 };
    const z = graph.add('Sub', [inputs[0]!, graph.add('ReduceMean', inputs, last)]);
    const squares = graph.add('ReduceSum', [graph.add('Mul', [z, z]), graph.whole(-1)], { keepdims: 1 });
    const norm = graph.add('Sqrt', [graph.add('Add', [squares, graph.constant([1e-12])])]);
    const y = graph.add('Div', [z, norm]);
    return [
      graph.add('Concat', [graph.add('Relu', [y]), graph.add('Relu', [graph.add('Neg', [y])])], { axis: -1 }),
    ];
  },
  Dropout: handOn,
  SpatialDropout1D: handOn,
  GaussianNoise: handOn,
  GaussianDropout: handOn,
  AlphaDropout: handOn,
  ActivityRegularization: handOn,
  InputLayer: handOn,
};

/** All but concatenation take their inputs one with the other, element by element. */
function merge(op: string): LayerWriter {
  return ({ graph, inputs, shapes, refuse }) => {
    if (new Set(shapes.map(({ length }) => length)).size > 1) refuse('its inputs are of different ranks');
    if (op === 'Mul') return [inputs.reduce((a, b) => graph.add('Mul', [a, b]))];
    return [graph.add(op, inputs)];
  };
}

export const mergeLayers: Record<string, LayerWriter> = {
  Add: merge('Sum'),
  Average: merge('Mean'),
  Maximum: merge('Max'),
  Minimum: merge('Min'),
  Multiply: merge('Mul'),
  Concatenate: ({ graph, config, inputs }) => [
    graph.add('Concat', inputs, { axis: (config.axis ?? -1) as number }),
  ],
};
