// Reads models that Keras saved, in a worker, and says what they answer.
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { setAssetsFolder } from '../../worker/assets';
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
}

export async function answers(models: Given[]): Promise<Answered[]> {
  setAssetsFolder(`${location.origin}/dist/`);
  await tf.setBackend('cpu');
  const answered: Answered[] = [];
  for (const { name, bytes, inputs } of models) {
    const before = tf.memory().numTensors;
    try {
      const file = new File([bytes as Uint8Array<ArrayBuffer>], name);
      const { network } = await readNetwork(file, { signal: new AbortController().signal });
      const given = inputs.map((recipe) => tf.tensor(values(recipe), recipe.shape));
      const result = network.predict(given.length === 1 ? given[0]! : given);
      const tensors = Array.isArray(result) ? result : [result];
      const outputs = tensors.map((one) => ({ shape: one.shape, values: [...one.dataSync()] }));
      tf.dispose([given, tensors]);
      network.dispose();
      answered.push({ name, outputs, left: tf.memory().numTensors - before });
    } catch (error) {
      answered.push({ name, error: String(error), left: tf.memory().numTensors - before });
    }
  }
  return answered;
}
