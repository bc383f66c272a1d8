// Saved by TensorFlow.js itself, as pages did before there was a library.
import '@tensorflow/tfjs-backend-cpu';
import { io, setBackend, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { initializers, layers, loadLayersModel, sequential } from '@tensorflow/tfjs-layers';

const x = Array.from({ length: 6 }, (_, i) => Math.sin(i + 1));

/** @returns what it answers to `x` */
export async function saveByTensorflow(name: string): Promise<number[]> {
  await setBackend('cpu');
  const network = sequential({
    layers: [
      layers.lstm({
        inputShape: [3, 2],
        units: 4,
        recurrentInitializer: initializers.glorotUniform({ seed: 1 }),
      }),
      layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
  await network.save(`indexeddb://${name}`);
  return answer(network.predict(tensor(x, [1, 3, 2])) as Tensor);
}

/** What a model that lies at an address answers. */
export async function openByTensorflow(url: string, input: number[], shape: number[]): Promise<number[]> {
  await setBackend('cpu');
  const network = await loadLayersModel(url);
  return answer(network.predict(tensor(input, shape)) as Tensor);
}

export const given = { data: Float32Array.from(x), shape: [1, 3, 2] };

function answer(output: Tensor): number[] {
  return [...output.dataSync()];
}

/** What a model that was exported answers by stock TensorFlow.js, which reads its files. */
export async function openFiles(
  files: File[],
  inputs: { data: number[]; shape: number[]; dtype?: 'int32' }[],
) {
  await setBackend('cpu');
  const network = await loadLayersModel(io.browserFiles(files));
  const given = inputs.map(({ data, shape, dtype }) => tensor(data, shape, dtype));
  return answer(network.predict(given.length === 1 ? given[0]! : given) as Tensor);
}
