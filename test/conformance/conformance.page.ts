// Runs the rows of the conformance table on one backend of the package.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-layers';
// Layers that tfjs-layers registers, but exports nowhere.
import '@tensorflow/tfjs-layers/dist/layers/nlp/einsum_dense';
import '@tensorflow/tfjs-layers/dist/layers/nlp/multihead_attention';
import '@tensorflow/tfjs-layers/dist/layers/preprocessing/random_height';
import type { BackendName } from '../../src/protocol';
import { digestOf, rows } from './cases/index.mjs';
import convolution from './golden/convolution.json';
import dense from './golden/dense.json';
import merge from './golden/merge.json';
import pooling from './golden/pooling.json';
import recurrent from './golden/recurrent.json';
import training from './golden/training.json';
import { type GoldenRow, type RowResult, runRow } from './run-row';

const golden = {
  ...convolution,
  ...dense,
  ...merge,
  ...pooling,
  ...recurrent,
  ...training,
} as unknown as Record<string, GoldenRow>;

/** Rows whose golden values are missing or were made for another row. */
export const staleRows = rows.filter((row) => golden[row.id]?.digest !== digestOf(row)).map(({ id }) => id);

/** The classes that tfjs-layers registers and that are layers. */
export async function layerClasses(): Promise<string[]> {
  const { layers } = await import('@tensorflow/tfjs-layers');
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  const isLayer = ([Class]: (typeof classNameMap)[string]) =>
    (Class as unknown as { prototype: unknown }).prototype instanceof layers.Layer;
  return Object.keys(classNameMap).filter((name) => isLayer(classNameMap[name]!));
}

/** Opens a backend as the package's worker does. */
export async function start(backend: BackendName, threads: number): Promise<void> {
  const openers = {
    cpu: () => import('../../worker/backend/cpu'),
    wasm: () => import('../../worker/backend/wasm'),
    webgpu: () => import('../../worker/backend/webgpu'),
  };
  const { open } = await openers[backend]();
  await open({ backends: [backend], assetsUrl: '/dist/', threads });
  if (!(await tf.setBackend(backend))) throw new Error(`The ${backend} backend did not start.`);
  await tf.ready();
}

/** Runs every row, or those whose names `pattern` finds, but for those that `except` finds. */
export async function run(pattern?: string, except?: string): Promise<RowResult[]> {
  const results: RowResult[] = [];
  const wanted = pattern ? new RegExp(pattern) : undefined;
  for (const row of rows) {
    const values = golden[row.id];
    if (!values || (wanted && !wanted.test(row.id)) || (except && new RegExp(except).test(row.id))) continue;
    results.push(await runRow(row, values));
  }
  return results;
}
