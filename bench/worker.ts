// What a column's worker does; page.ts starts one for each, so that backends do not mix.
import * as tf from '@tensorflow/tfjs-core';
import { expose } from 'comlink';
import { Random } from '../worker/training/random';
import { acganQuality } from './acgan-quality';
import { heapBytes, openBackend } from './backends';
import type { FirstStep, KernelSize, KernelTimes, Profile } from './contract';
import { digitsQuality } from './digits-quality';
import { benches } from './kernels';
import { timeKernels } from './kernels/time';
import { linearQuality } from './linear-quality';
import { profileKernels } from './profile';
import { workloads } from './workloads';
import type { WorkloadName } from './workloads/names.mjs';
import type { Workload } from './workloads/workload';

let workload: Workload;

const worker = {
  open: openBackend,
  digitsQuality,
  linearQuality,
  acganQuality,

  /** Builds an experiment's networks and takes its first step. */
  async prepare(name: WorkloadName): Promise<FirstStep> {
    workload = workloads[name](new Random(1));
    const firstStepMs = await timeStep();
    return { flops: workload.flops, firstStepMs };
  },

  /** Milliseconds of each of some steps. */
  async steps(count: number): Promise<number[]> {
    const times: number[] = [];
    for (let i = 0; i < count; i++) times.push(await timeStep());
    return times;
  },

  heapBytes,

  memory(): { tensors: number; bytes: number; heapBytes: number } {
    const { numTensors, numBytes } = tf.memory();
    return { tensors: numTensors, bytes: numBytes, heapBytes: heapBytes() };
  },

  async profile(steps: number): Promise<Profile> {
    const profile = profileKernels();
    await timeStep(); // the wrapped kernels are to be compiled as well
    profile.reset();
    let totalMs = 0;
    for (let i = 0; i < steps; i++) totalMs += await timeStep();
    return { steps, totalMs, kernels: profile.read() };
  },

  kernels: (only: string): KernelSize[] =>
    benches
      .filter(({ name }) => name.includes(only))
      .map(({ name, flops = 0, bytes = 0 }) => ({ name, flops, bytes })),

  timeKernels: (names: string[], stock: boolean): KernelTimes => timeKernels(names, stock),
};

expose(worker);

export type BenchWorker = typeof worker;

/** WASM and CPU have computed once the step returns; a graphics processor has only been told to. */
async function timeStep(): Promise<number> {
  const start = performance.now();
  const result = workload.step();
  if (tf.getBackend() === 'webgpu') await [result].flat()[0]!.data();
  const ms = performance.now() - start;
  tf.dispose(result);
  return ms;
}
