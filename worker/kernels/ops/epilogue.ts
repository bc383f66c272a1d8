// What becomes of sums before they are stored: bias and activation, fused into the kernel that adds them up.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Wasm } from '../runtime/kernel';
import { sizeOf } from './shape';

/** The activations that TensorFlow.js fuses, numbered for assembly/epilogue.ts. */
const NUMBERS: Readonly<Record<string, number>> = {
  linear: 0,
  relu: 1,
  relu6: 2,
  leakyrelu: 3,
  prelu: 4,
  elu: 5,
  sigmoid: 6,
};

/** Throws an Error for a name that TensorFlow.js does not fuse either. */
export function activationNumber(name: string | undefined): number {
  const number = NUMBERS[name ?? 'linear'];
  if (number === undefined) throw new Error(`The wasm backend cannot fuse the activation "${name}".`);
  return number;
}

/** One number for each output channel, or one for all: where they lie, or the number itself. */
export type ChannelRow = { readonly address: number; readonly length: number } | number;

/** What becomes of a convolution's sums before they are stored. */
export interface Epilogue {
  readonly bias?: ChannelRow | undefined;
  /** See `activationNumber`. Leaky ReLU and PReLU multiply negative values by `slope`. */
  readonly activation: number;
  readonly slope?: ChannelRow | undefined;
}

/** What TensorFlow.js' fused convolutions have beside the inputs x and filter. */
interface FusedParts {
  readonly bias?: TensorInfo;
  readonly preluActivationWeights?: TensorInfo;
  readonly activation?: string;
  readonly leakyreluAlpha?: number;
}

interface FusedPlan {
  /** What the convolution does itself. */
  readonly epilogue: Epilogue;
  /** Does the rest: takes the convolution's output and returns it, or another in its place. */
  finish(y: TensorInfo): TensorInfo;
}

const LINEAR = activationNumber('linear');
const DEFAULT_SLOPE = 0.2; // as tf.leakyRelu

/** Throws an Error for an activation that TensorFlow.js does not fuse. */
export function planEpilogue(
  wasm: Wasm,
  { bias, preluActivationWeights, activation, leakyreluAlpha = DEFAULT_SLOPE }: FusedParts,
  outChannels: number,
  channelsFirst: boolean,
): FusedPlan {
  const number = activationNumber(activation);
  if (activation === 'prelu' && !preluActivationWeights) throw new Error('prelu needs its weights.');
  const rowOf = (tensor?: TensorInfo) => channelRow(wasm, tensor, outChannels, channelsFirst);
  const biasRow = rowOf(bias);
  const slope = activation === 'prelu' ? rowOf(preluActivationWeights) : leakyreluAlpha;
  if ((biasRow !== undefined || !bias) && slope !== undefined) {
    return { epilogue: { bias: biasRow, activation: number, slope }, finish: (y) => y };
  }
  return {
    epilogue: { bias: biasRow, activation: LINEAR },
    finish(y) {
      const sum = bias && biasRow === undefined ? replace(wasm, y, 'Add', { a: y, b: bias }) : y;
      return activate(wasm, sum, { activation, preluActivationWeights, leakyreluAlpha });
    },
  };
}

/** Undefined where the tensor does not hold one float for all channels, or one for each. */
function channelRow(
  wasm: Wasm,
  tensor: TensorInfo | undefined,
  outChannels: number,
  channelsFirst: boolean,
): ChannelRow | undefined {
  if (tensor?.dtype !== 'float32') return undefined;
  const { shape } = tensor;
  const length = sizeOf(shape);
  const aligned = shape.length <= 1 || (!channelsFirst && shape[shape.length - 1] === outChannels);
  if (length !== 1 && !(length === outChannels && aligned)) return undefined;
  return { address: wasm.address(tensor), length };
}

const kernelNames: Record<string, string> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
  leakyrelu: 'LeakyRelu',
};

/** By a kernel of its own, for the combinations that no layer makes. */
function activate(wasm: Wasm, y: TensorInfo, parts: FusedParts): TensorInfo {
  const { activation = 'linear', preluActivationWeights, leakyreluAlpha } = parts;
  if (activation === 'linear') return y;
  const name = kernelNames[activation];
  if (name) return replace(wasm, y, name, { x: y }, leakyreluAlpha);
  // PReLU with slopes of any shape: max(y, 0) + (y - max(y, 0)) * slope.
  const positive = wasm.run('Relu', { x: y }) as TensorInfo;
  const negative = replace(wasm, y, 'Sub', { a: y, b: positive });
  const scaled = replace(wasm, negative, 'Multiply', { a: negative, b: preluActivationWeights! });
  const result = replace(wasm, scaled, 'Add', { a: positive, b: scaled });
  wasm.dispose(positive);
  return result;
}

/** Runs a kernel over a tensor that nobody needs after it. */
function replace(
  wasm: Wasm,
  tensor: TensorInfo,
  name: string,
  inputs: Record<string, TensorInfo>,
  alpha = 0,
): TensorInfo {
  const result = wasm.run(name, inputs, { alpha }) as TensorInfo;
  wasm.dispose(tensor);
  return result;
}

/** Writes a row with a number for each of `lanes` lanes; those beyond the row's channels are zero. */
export function fillRow(wasm: Wasm, to: number, lanes: number, row: ChannelRow = 0): void {
  if (typeof row === 'number') wasm.call('fillConstant', row, to, lanes);
  else wasm.call('fillRow', row.address, row.length, to, lanes);
}
