// Writes the models of the conformance table as ONNX, with what they are given and what they answer.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-layers';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { buildNetworks } from '../../worker/experiments/acgan/network';
import { buildNetwork as buildAddition } from '../../worker/experiments/addition/network';
import { buildNetwork as buildAntirectifier } from '../../worker/experiments/antirectifier/network';
import { buildNetwork as buildCifar10 } from '../../worker/experiments/cifar10/network';
import { buildNetwork as buildTransfer } from '../../worker/experiments/transfer/network';
import { exportOnnx } from '../../worker/formats/onnx/export-onnx';
import { exportSafetensors } from '../../worker/formats/safetensors/export-safetensors';
import { readWeights } from '../../worker/network/weights';
import { Random } from '../../worker/training/random';
import { rows } from '../conformance/cases/index.mjs';
import { predictRow } from '../conformance/run-row';
import { valuesOf } from '../conformance/values';

export interface Written {
  id: string;
  /** Why it was refused. */
  refused?: string;
  /** The file, in base64. */
  onnx?: string;
  inputs?: { name: string; shape: number[]; dtype: string; data: number[] }[];
  outputs?: { shape: number[]; data: number[] }[];
  /** Of networks, not of single layers: their weights as safetensors, in base64, and as they are. */
  safetensors?: string;
  weights?: { name: string; shape: number[]; data: number[] }[];
}

type Model = ReturnType<typeof predictRow>['model'];

/** Networks of the experiments, small, and some that are nested or wrapped. */
const networks: Record<string, () => { model: Model; shapes: number[][] }> = {
  transfer: () => ({ model: buildTransfer(5, new Random(1)).network, shapes: [[2, 28, 28, 1]] }),
  cifar10: () => ({ model: buildCifar10(10, new Random(1)), shapes: [[2, 32, 32, 3]] }),
  antirectifier: () => ({
    model: buildAntirectifier({ hiddenSize: 16, dropout: 0.1 }, 10, new Random(1)),
    shapes: [[3, 784]],
  }),
  addition: () => ({
    model: buildAddition({ digits: 2, hiddenSize: 16, decoderLayers: 2, inverted: true }, new Random(1)),
    shapes: [[3, 5, 12]],
  }),
  generator: () => ({
    model: buildNetworks({ latentSize: 8, classes: 10, width: 0.1 }, new Random(1)).generator,
    shapes: [
      [3, 8],
      [3, 1],
    ],
  }),
  discriminator: () => ({
    model: buildNetworks({ latentSize: 8, classes: 10, width: 0.1 }, new Random(1)).discriminator,
    shapes: [[2, 28, 28, 1]],
  }),
  'any size': () => ({
    model: sequential({
      layers: [
        layers.inputLayer({ inputShape: [null, null, 3] as unknown as number[] }),
        layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' }),
        layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
        layers.upSampling2d({ size: [2, 2] }),
        layers.globalAveragePooling2d({}),
        layers.dense({ units: 3, activation: 'softmax' }),
      ],
    }),
    shapes: [[2, 11, 14, 3]],
  }),
};

/** Opens the CPU backend as the package's worker does, with its corrections. */
export async function start(): Promise<void> {
  const { open } = await import('../../worker/backend/cpu');
  await open({ backends: ['cpu'] });
  await tf.setBackend('cpu');
}

/** What can be written: rows whose models are trained for some other purpose than their layers are left out. */
export const ids = [
  ...Object.keys(networks),
  ...rows
    .filter(({ eager, loss, metric, optimizer }) => !eager && !loss && !metric && !optimizer)
    .map(({ id }) => id),
];

export async function write(id: string): Promise<Written> {
  const network = Object.hasOwn(networks, id) ? networks[id]!() : undefined;
  try {
    const { model, xs, predicted } = network
      ? predict(network)
      : predictRow(rows.find((row) => row.id === id)!);
    const record = {
      version: 1,
      experiment: 'network',
      hyperparameters: {},
      metrics: {},
      phases: [],
      history: [],
    } as const;
    const files = await exportOnnx({ network: model, record: { ...record, phases: [], history: [] } });
    const bytes = new Uint8Array(await Object.values(files)[0]!.arrayBuffer());
    const inputs = xs.map((x, i) => ({
      name: model.inputs[i]!.sourceLayer.name,
      dtype: x.dtype,
      ...numbers(x),
    }));
    const written = { id, onnx: base64(bytes), inputs, outputs: predicted.map(numbers) };
    if (!network) return written;
    const safe = await exportSafetensors({ network: model, record: { ...record, phases: [], history: [] } });
    const weights = (await readWeights(model)).map((one) => ({ ...one, data: [...one.data] }));
    const file = new Uint8Array(await Object.values(safe)[0]!.arrayBuffer());
    return { ...written, safetensors: base64(file), weights };
  } catch (error) {
    return { id, refused: `${(error as Error).name}: ${(error as Error).message}` };
  }
}

function predict({ model, shapes }: { model: Model; shapes: number[][] }) {
  const xs = shapes.map((shape, i) => {
    const whole = model.inputs[i]!.dtype === 'int32';
    const values = valuesOf(shape, i, whole ? 'classes' : 'any', 10);
    return whole ? tf.tensor(Int32Array.from(values), shape, 'int32') : tf.tensor(values, shape);
  });
  const predicted = [model.predict(xs.length === 1 ? xs[0]! : xs)].flat() as tf.Tensor[];
  return { model, xs, predicted };
}

function numbers(tensor: tf.Tensor): { shape: number[]; data: number[] } {
  return { shape: tensor.shape, data: [...tensor.dataSync()] };
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
