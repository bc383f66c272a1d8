// A model for other engines: ONNX, as onnxruntime and others open it.
import { ExportError } from '../../../src/errors';
import { asLayersModel } from '../../network/kept-network';
import { type Layer, type LayerCall, layerCalls, type Shape, type Slot } from '../../network/layer-calls';
import type { Exporter } from '../exporter';
import { activationLayers } from './activations';
import { convolutionLayers } from './convolution';
import { denseLayers, mergeLayers } from './dense';
import { createGraph } from './graph';
import type { LayerToWrite, LayerWriter, WeightArray } from './layer-writer';
import { normalizationLayers, poolingLayers } from './pooling';
import { encodeModel, type OnnxModel, type Value } from './protobuf';
import { recurrentLayers } from './recurrent';

/** Version of the operators: the last in which reductions take their axes as attributes. */
const OPSET = 17;

const writers: Readonly<Record<string, LayerWriter>> = {
  ...activationLayers,
  ...denseLayers,
  ...mergeLayers,
  ...convolutionLayers,
  ...poolingLayers,
  ...normalizationLayers,
  ...recurrentLayers,
};

/** Pictures and the like stay as they are, channels last: transposes stand around what needs them first. */
export const exportOnnx: Exporter = async ({ network, record }) => {
  const layers = asLayersModel(network, 'onnx');
  const { calls, outputs } = layerCalls(layers);
  const graph = createGraph();
  const inputs = layers.inputs.map(
    ({ sourceLayer, shape, dtype }): Value => ({
      ...{ name: sourceLayer.name, dtype: dtype === 'int32' ? 'int32' : 'float32' },
      shape: openShape(sourceLayer.name, shape),
    }),
  );
  const names: string[][] = [];
  const nameOf = ({ call, output }: Slot) => (call < 0 ? inputs[output]!.name : names[call]![output]!);
  const shapeOf = ({ call, output }: Slot): Shape =>
    call < 0 ? layers.inputs[output]!.shape : calls[call]!.shapes[output]!;
  const weights = await allWeights(calls);
  for (const [i, call] of calls.entries()) {
    graph.scope = call.name;
    names[i] = write(call.layer, call.name, {
      ...{
        graph,
        weights,
        inputs: call.from.map(nameOf),
        shapes: call.from.map(shapeOf),
        output: call.shapes[0]!,
      },
    });
    const missing = call.shapes.length > names[i].length;
    if (missing) throw new ExportError('onnx', call.name, 'not all of its outputs can be had');
  }
  const taken = new Set(inputs.map(({ name }) => name));
  const given = outputs.map((slot): Value => {
    const layer = slot.call < 0 ? `${inputs[slot.output]!.name}` : calls[slot.call]!.name;
    let name = layer;
    for (let n = 1; taken.has(name); n++) name = `${layer}_${n}`;
    taken.add(name);
    graph.nodes.push({
      op: 'Identity',
      name: `output/${name}`,
      inputs: [nameOf(slot)],
      outputs: [name],
      attributes: {},
    });
    return { name, dtype: 'float32', shape: openShape(name, shapeOf(slot)) };
  });
  const model: OnnxModel = {
    ...{
      name: layers.name,
      nodes: graph.nodes,
      constants: graph.constants,
      inputs,
      outputs: given,
      version: OPSET,
    },
    metadata: {
      experiment: record.experiment,
      ...(record.classes && { classes: JSON.stringify(record.classes) }),
    },
  };
  return { 'model.onnx': new Blob([encodeModel(model)], { type: 'application/octet-stream' }) };
};

/** A name for each length that is open: the batch is one and the same for all. */
function openShape(name: string, shape: readonly (number | null)[]): (number | string)[] {
  return shape.map((length, axis) => length ?? (axis === 0 ? 'batch' : `${name}_${axis}`));
}

type Weights = ReadonlyMap<Layer, Record<string, WeightArray>>;
type Given = Pick<LayerToWrite, 'graph' | 'inputs' | 'shapes' | 'output'> & { weights: Weights };

function write(layer: Layer, name: string, { weights, ...rest }: Given): string[] {
  const type = layer.getClassName();
  const refuse = (reason: string): never => {
    throw new ExportError('onnx', name, `${type}: ${reason}`);
  };
  const writer = Object.hasOwn(writers, type) ? writers[type]! : refuse('ONNX has no such layer');
  return writer({
    ...{ ...rest, refuse, weights: weights.get(layer)! },
    config: layer.getConfig() as Record<string, unknown>,
    inner(which, inputs, shapes, output) {
      const one = (layer as unknown as Record<typeof which, Layer>)[which];
      if ('layers' in one) refuse('it wraps a model');
      return write(one, name, { ...rest, weights, inputs, shapes, output });
    },
  });
}

/** By layer, those that are wrapped too, and by the last part of their names. */
async function allWeights(calls: readonly LayerCall[]): Promise<Weights> {
  const found = new Map<Layer, Record<string, WeightArray>>();
  const visit = async (layer: Layer | undefined): Promise<void> => {
    if (!layer || found.has(layer)) return;
    const own: Record<string, WeightArray> = {};
    found.set(layer, own);
    for (const weight of layer.weights) {
      const name = weight.originalName.slice(weight.originalName.lastIndexOf('/') + 1);
      own[name] = { shape: weight.shape as number[], data: Float32Array.from(await weight.read().data()) };
    }
    const {
      layer: inner,
      forwardLayer,
      backwardLayer,
    } = layer as unknown as Record<string, Layer | undefined>;
    for (const one of [inner, forwardLayer, backwardLayer]) await visit(one);
  };
  for (const { layer } of calls) await visit(layer);
  return found;
}
