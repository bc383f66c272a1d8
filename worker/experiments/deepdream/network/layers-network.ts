// A layers model that takes pictures, to be dreamt on.
import { add, matMul, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import type { NetworkLayer } from '../../../../src/protocol';
import type { Range } from '../types';
import { defaultLayers } from './default-layers';
import { flatten, type Step, upTo } from './flat-network';
import { foldSteps } from './fold-steps';
import type { PictureFeatures, PictureNetwork } from './picture-network';
import { type Operation, runOperations } from './run-steps';

/** Layers whose output depends on the picture's size in more than its height and width. */
const SIZED = new Set([
  ...['Flatten', 'Reshape', 'Permute', 'RepeatVector', 'PReLU', 'Embedding', 'TimeDistributed'],
  ...['Bidirectional', 'LSTM', 'GRU', 'SimpleRNN', 'RNN', 'ConvLSTM2D'],
]);

/**
 * Layers that work at any size are applied to pictures of any size, also where the model was made for one.
 * @returns `undefined` if it takes no pictures
 */
export function layersNetwork(
  network: LayersModel,
  { name, range }: { name: string; range: Range },
): PictureNetwork | undefined {
  const shape = network.inputs.length === 1 ? network.inputs[0]!.shape : [];
  const [, height, width, channels] = shape as (number | null)[];
  if (shape.length !== 4 || (channels !== 1 && channels !== 3)) return undefined;
  const own = height && width ? ([height, width] as const) : undefined;
  const steps = flatten(network);
  const sized = sizedSteps(steps, own !== undefined);
  const defaults = defaultLayers(steps.map(({ name, layer }) => ({ name, type: layer.getClassName() })));
  return {
    ...{ name, network, channels, range, parameters: network.countParams() },
    layers: steps.map((step, i) => describe(step, sized[i]!, defaults[step.name] ?? 0)),
    features(names) {
      const targets = names.map((target) => logitsOf(steps, indexOf(steps, target)));
      const size = targets.some(({ at }) => sized[at]) ? own : undefined;
      return featuresOf(steps, targets, size);
    },
  };
}

/** Whether a step depends on the picture's size; never where the network is made for any. */
function sizedSteps(steps: readonly Step[], fixed: boolean): boolean[] {
  const sized: boolean[] = [];
  for (const { layer, from } of steps) {
    sized.push(fixed && (SIZED.has(layer.getClassName()) || from.some((slot) => slot >= 0 && sized[slot]!)));
  }
  return sized;
}

function describe(step: Step, fixedSize: boolean, coefficient: number): NetworkLayer {
  const { shape } = step;
  const [, ...rest] = shape;
  const free = !fixedSize && rest.length === 3;
  return {
    ...{ ...plain(step), fixedSize, coefficient, dreamable: true },
    shape: free ? [null, null, rest[2]!] : rest,
  };
}

/** The layers of any network, also of one that takes no pictures: those cannot be dreamt on. */
export function plainLayers(network: LayersModel): NetworkLayer[] {
  return flatten(network).map(plain);
}

function plain({ name, layer, shape }: Step): NetworkLayer {
  const { trainable } = layer;
  const parameters = layer.countParams();
  const dream = { dreamable: false, coefficient: 0, fixedSize: true };
  return { name, type: layer.getClassName(), shape: shape.slice(1), parameters, trainable, ...dream };
}

function indexOf(steps: readonly Step[], name: string): number {
  return steps.findIndex((step) => step.name === name);
}

interface Target {
  /** The step whose output is wanted. */
  at: number;
  /** Whether it is wanted before the layer's softmax. */
  logits: boolean;
}

function logitsOf(steps: readonly Step[], at: number): Target {
  const { layer, from } = steps[at]!;
  const type = layer.getClassName();
  const isSoftmax = type === 'Softmax' || (type === 'Activation' && activationOf(layer) === 'softmax');
  if (isSoftmax && from[0]! >= 0) return { at: from[0]!, logits: false };
  return { at, logits: type === 'Dense' && activationOf(layer) === 'softmax' };
}

function activationOf(layer: layers.Layer): string {
  return (layer as unknown as { activation: { getClassName(): string } }).activation.getClassName();
}

function featuresOf(
  steps: readonly Step[],
  targets: Target[],
  size: PictureFeatures['size'],
): PictureFeatures {
  const bare = new Set(targets.filter(({ logits }) => logits).map(({ at }) => at));
  const slots = targets.map(({ at }) => at);
  const needed = upTo(steps, slots);
  const { folded, absorbed, dispose } = foldSteps(steps, needed, slots);
  const operations = [...needed].flatMap((at): Operation[] => {
    if (absorbed.has(at)) return [];
    const part = folded.get(at);
    if (part) return [{ to: at, from: [part.from], run: ([x]) => part.apply(x!) }];
    const { layer, from } = steps[at]!;
    if (bare.has(at)) return [{ to: at, from, run: ([x]) => affine(layer, x!) }];
    return [{ to: at, from, run: (inputs) => applyLayer(layer, inputs) }];
  });
  return {
    size,
    apply: (picture) => runOperations(operations, slots, picture),
    dispose,
  };
}

/** Dropout does nothing here, and batch normalisation uses its moving statistics. */
function applyLayer(layer: layers.Layer, inputs: Tensor[]): Tensor {
  return layer.apply(inputs.length === 1 ? inputs[0]! : inputs, { training: false }) as Tensor;
}

/** A dense layer without its activation. */
function affine(layer: layers.Layer, x: Tensor): Tensor {
  const [kernel, bias] = layer.weights.map((weight) => weight.read());
  const product = matMul(x as Tensor2D, kernel as Tensor2D);
  return bias ? add(product, bias) : product;
}
