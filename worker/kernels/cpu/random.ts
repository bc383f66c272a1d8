// The seeded random kernels in plain TypeScript, for the CPU backend.
import { getKernel, registerKernel, type TensorInfo, util } from '@tensorflow/tfjs-core';
import {
  type DropoutAttributes,
  dropoutScale,
  dropoutThreshold,
  floatBelow,
  type NormalAttributes,
  randomBits,
  randomKey,
  SEEDED_DROPOUT,
  SEEDED_NORMAL,
  SEEDED_UNIFORM,
  UNIT,
  type UniformAttributes,
} from '../ops/random-bits';

/** The part of the CPU backend used here; its package stays out of bundles that do without it. */
interface CpuBackend {
  data: { get(dataId: object): { values: Float32Array } };
  makeTensorInfo(shape: number[], dtype: 'float32', values: Float32Array): TensorInfo;
}

const { fround } = Math;

function uniform(backend: CpuBackend, { shape, min, max, seed, counter }: UniformAttributes): TensorInfo {
  const key = randomKey(seed, counter);
  const range = fround(max - min);
  const last = floatBelow(max);
  const values = new Float32Array(util.sizeFromShape(shape));
  for (let i = 0; i < values.length; i++) {
    const scaled = fround((randomBits(i, key) >>> 8) * UNIT * range);
    values[i] = Math.min(scaled + fround(min), last);
  }
  return backend.makeTensorInfo(shape, 'float32', values);
}

/** Box and Muller: a pair of uniform numbers makes a pair of normal ones. */
function normal(backend: CpuBackend, attrs: NormalAttributes): TensorInfo {
  const key = randomKey(attrs.seed, attrs.counter);
  const values = new Float32Array(util.sizeFromShape(attrs.shape));
  for (let i = 0; i < values.length; i += 2) {
    const u = ((randomBits(i, key) >>> 8) + 1) * UNIT;
    const angle = 2 * Math.PI * (randomBits(i + 1, key) >>> 8) * UNIT;
    const radius = attrs.standardDeviation * Math.sqrt(-2 * Math.log(u));
    values[i] = attrs.mean + radius * Math.cos(angle);
    if (i + 1 < values.length) values[i + 1] = attrs.mean + radius * Math.sin(angle);
  }
  return backend.makeTensorInfo(attrs.shape, 'float32', values);
}

function dropout(backend: CpuBackend, x: TensorInfo, { rate, seed, counter }: DropoutAttributes): TensorInfo {
  const key = randomKey(seed, counter);
  const threshold = dropoutThreshold(rate);
  const scale = dropoutScale(rate);
  const input = backend.data.get(x.dataId).values;
  const values = new Float32Array(input.length);
  for (let i = 0; i < values.length; i++) {
    if (randomBits(i, key) >>> 0 >= threshold) values[i] = input[i]! * scale;
  }
  return backend.makeTensorInfo(x.shape, 'float32', values);
}

/** Registers the seeded random kernels for the `cpu` backend; again is harmless. */
export function registerCpuRandom(): void {
  if (getKernel(SEEDED_UNIFORM, 'cpu')) return;
  registerKernel({
    kernelName: SEEDED_UNIFORM,
    backendName: 'cpu',
    kernelFunc: ({ backend, attrs }) => uniform(backend as CpuBackend, attrs as unknown as UniformAttributes),
  });
  registerKernel({
    kernelName: SEEDED_NORMAL,
    backendName: 'cpu',
    kernelFunc: ({ backend, attrs }) => normal(backend as CpuBackend, attrs as unknown as NormalAttributes),
  });
  registerKernel({
    kernelName: SEEDED_DROPOUT,
    backendName: 'cpu',
    kernelFunc: ({ backend, inputs, attrs }) =>
      dropout(backend as CpuBackend, inputs.x as TensorInfo, attrs as unknown as DropoutAttributes),
  });
}
