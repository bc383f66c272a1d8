import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { open as openCpu } from '../worker/backend/cpu';
import { open as openWasm } from '../worker/backend/wasm';
import { open as openWebgpu } from '../worker/backend/webgpu';
import { SEEDED_UNIFORM, type UniformAttributes } from '../worker/kernels/ops/random-bits';
import { SeededDropout } from '../worker/training/dropout-layer';
import type { Opened, Setup } from './contract';

/** Where the built package lies, and TensorFlow.js' binaries beside it. */
const assetsUrl = new URL('/dist/', location.href).href;

/** Registers and starts one backend; a worker has only this one. */
export async function openBackend(setup: Setup): Promise<Opened> {
  const { threads, device = '' } = await openers[setup.backend](setup);
  const name = ['ours', 'stock'].includes(setup.backend) ? 'wasm' : setup.backend;
  if (!(await tf.setBackend(name))) throw new Error(`The backend ${name} did not start.`);
  return { threads, device };
}

const openers: Record<Setup['backend'], (setup: Setup) => Promise<{ threads: number; device?: string }>> = {
  ours: ({ threads }) => openWasm({ backends: ['wasm'], assetsUrl, threads }),
  webgpu: () => openWebgpu({ backends: ['webgpu'], assetsUrl }),
  cpu: async () => {
    useStockRandom('cpu');
    return openCpu({ backends: ['cpu'], assetsUrl });
  },
  stock: async ({ threads = navigator.hardwareConcurrency }) => {
    useStockRandom('wasm');
    setWasmPaths(assetsUrl);
    setThreadsCount(threads);
    return { threads };
  },
};

/**
 * Stock TensorFlow.js has its own dropout and random numbers: with them the same networks run on it as they
 * would have been written for it.
 */
function useStockRandom(backendName: string): void {
  SeededDropout.prototype.call = function (this: SeededDropout, inputs, { training }) {
    const input = [inputs].flat()[0]!;
    return training ? tf.dropout(input, this.rate) : input;
  };
  tf.registerKernel({
    kernelName: SEEDED_UNIFORM,
    backendName,
    kernelFunc({ attrs }) {
      const { shape, min, max } = attrs as unknown as UniformAttributes;
      return tf.randomUniform(shape, min, max);
    },
  });
}

/** Bytes of the WASM memory. It never shrinks: this is also the most that it had. 0 on other backends. */
export function heapBytes(): number {
  const { wasm } = tf.backend() as { wasm?: { HEAPU8: Uint8Array } };
  return wasm?.HEAPU8.buffer.byteLength ?? 0;
}
