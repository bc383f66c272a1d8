// Reads models that Keras saved, in a worker, and says what they answer.
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { setAssetsFolder } from '../../worker/assets';
import { writeKeras } from '../../worker/formats/keras/write/write-keras';
import { writeKerasH5 } from '../../worker/formats/keras/write/write-keras-h5';
import { readNetwork } from '../../worker/formats/read-network';
import { type Recipe, values } from './values';

export interface Given {
  name: string;
  bytes: Uint8Array;
  inputs: Recipe[];
}

export interface Answered {
  name: string;
  outputs?: { shape: number[]; values: number[] }[];
  error?: string;
  /** How many tensors were left when all was disposed. */
  left?: number;
  /** The file that was written, in base64. */
  written?: string;
}

/** What each model answers; those of `through` as it is after being written so and read again. */
export async function answers(models: Given[], through?: 'keras' | 'keras-h5'): Promise<Answered[]> {
  setAssetsFolder(`${location.origin}/dist/`);
  await tf.setBackend('cpu');
  const answered: Answered[] = [];
  for (const { name, bytes, inputs } of models) {
    const before = tf.memory().numTensors;
    const left = () => tf.memory().numTensors - before;
    let network: LayersModel | undefined;
    try {
      network = await read(bytes, name);
      let written: string | undefined;
      if (through) {
        const blob = through === 'keras' ? await writeKeras(network) : await writeKerasH5(network);
        network.dispose();
        const again = new Uint8Array(await blob.arrayBuffer());
        written = base64(again);
        network = await read(again, `${name} again`);
      }
      const given = inputs.map((recipe) => tf.tensor(values(recipe), recipe.shape));
      const result = network.predict(given.length === 1 ? given[0]! : given);
      const tensors = Array.isArray(result) ? result : [result];
      const outputs = tensors.map((one) => ({ shape: one.shape, values: [...one.dataSync()] }));
      tf.dispose([given, tensors]);
      network.dispose();
      network = undefined;
      answered.push({ name, outputs, left: left(), ...(written ? { written } : {}) });
    } catch (error) {
      network?.dispose();
      answered.push({ name, error: String(error), left: left() });
    }
  }
  return answered;
}

async function read(bytes: Uint8Array, name: string): Promise<LayersModel> {
  const file = new File([bytes as Uint8Array<ArrayBuffer>], name);
  const { network } = await readNetwork(file, { signal: new AbortController().signal });
  return network;
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
