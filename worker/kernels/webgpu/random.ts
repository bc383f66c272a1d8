// The seeded random kernels in WGSL.
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { getKernel, registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import {
  type DropoutAttributes,
  dropoutScale,
  dropoutThreshold,
  floatBelow,
  MIX_1,
  MIX_2,
  type NormalAttributes,
  type RandomKey,
  randomKey,
  SEEDED_DROPOUT,
  SEEDED_NORMAL,
  SEEDED_UNIFORM,
  UNIT,
  type UniformAttributes,
} from '../ops/random-bits';

type Program = Parameters<WebGPUBackend['runWebGPUProgram']>[0];

const workgroup = 64;

const bits = `
  fn mixBits(a : u32) -> u32 {
    let b = (a ^ (a >> 16u)) * ${MIX_1}u;
    let c = (b ^ (b >> 15u)) * ${MIX_2}u;
    return c ^ (c >> 16u);
  }
  fn randomBits(index : i32) -> u32 {
    return mixBits(mixBits(u32(index) ^ bitcast<u32>(uniforms.k0)) + bitcast<u32>(uniforms.k1));
  }
  fn unitFloat(bits : u32) -> f32 {
    return f32(bits >> 8u) * ${UNIT};
  }`;

/** A program of one thread per element; `value` is WGSL for the element at `index`. */
function program(
  name: string,
  shape: number[],
  variables: string[],
  uniforms: string,
  value: string,
): Program {
  const size = shape.reduce((product, length) => product * length, 1);
  return {
    shaderKey: name,
    outputShape: shape,
    variableNames: variables,
    uniforms: `k0 : i32, k1 : i32, ${uniforms}`,
    size: true,
    workgroupSize: [workgroup, 1, 1],
    dispatchLayout: { x: shape.map((_, axis) => axis) },
    dispatch: [Math.ceil(size / workgroup), 1, 1],
    getUserCode: () => `${bits}
      fn main(index : i32) {
        if (index < uniforms.size) {
          ${value}
        }
      }`,
  };
}

const integers = (...data: number[]) => data.map((value) => ({ type: 'int32', data: [value] }));
const floats = (...data: number[]) => data.map((value) => ({ type: 'float32', data: [value] }));
const keys = ([k0, k1]: RandomKey) => integers(k0, k1);

function uniform(backend: WebGPUBackend, { shape, min, max, seed, counter }: UniformAttributes): TensorInfo {
  const source = program(
    SEEDED_UNIFORM,
    shape,
    [],
    'low : f32, range : f32, last : f32,',
    'setOutputAtIndex(index, min(unitFloat(randomBits(index)) * uniforms.range + uniforms.low, uniforms.last));',
  );
  const data = [...keys(randomKey(seed, counter)), ...floats(min, max - min, floatBelow(max))];
  return backend.runWebGPUProgram(source, [], 'float32', data);
}

/** Box and Muller, each element computing its half of the pair; the hash is cheap. */
function normal(backend: WebGPUBackend, attrs: NormalAttributes): TensorInfo {
  const source = program(
    SEEDED_NORMAL,
    attrs.shape,
    [],
    'mean : f32, deviation : f32,',
    `let first = index & ~1;
     let radius = uniforms.deviation * sqrt(-2.0 * log(unitFloat(randomBits(first)) + ${UNIT}));
     let angle = ${2 * Math.PI} * unitFloat(randomBits(first + 1));
     setOutputAtIndex(index, uniforms.mean + radius * select(sin(angle), cos(angle), index == first));`,
  );
  const data = [
    ...keys(randomKey(attrs.seed, attrs.counter)),
    ...floats(attrs.mean, attrs.standardDeviation),
  ];
  return backend.runWebGPUProgram(source, [], 'float32', data);
}

function dropout(
  backend: WebGPUBackend,
  x: TensorInfo,
  { rate, seed, counter }: DropoutAttributes,
): TensorInfo {
  const source = program(
    SEEDED_DROPOUT,
    x.shape,
    ['A'],
    'threshold : i32, scale : f32,',
    `let keep = randomBits(index) >= bitcast<u32>(uniforms.threshold);
     setOutputAtIndex(index, select(0.0, A[index] * uniforms.scale, keep));`,
  );
  const data = [
    ...keys(randomKey(seed, counter)),
    ...integers(dropoutThreshold(rate) | 0),
    ...floats(dropoutScale(rate)),
  ];
  return backend.runWebGPUProgram(source, [x], 'float32', data);
}

/** Registers the seeded random kernels for the `webgpu` backend; again is harmless. */
export function registerWebgpuRandom(): void {
  if (getKernel(SEEDED_UNIFORM, 'webgpu')) return;
  registerKernel({
    kernelName: SEEDED_UNIFORM,
    backendName: 'webgpu',
    kernelFunc: ({ backend, attrs }) =>
      uniform(backend as WebGPUBackend, attrs as unknown as UniformAttributes),
  });
  registerKernel({
    kernelName: SEEDED_NORMAL,
    backendName: 'webgpu',
    kernelFunc: ({ backend, attrs }) =>
      normal(backend as WebGPUBackend, attrs as unknown as NormalAttributes),
  });
  registerKernel({
    kernelName: SEEDED_DROPOUT,
    backendName: 'webgpu',
    kernelFunc: ({ backend, inputs, attrs }) =>
      dropout(backend as WebGPUBackend, inputs.x as TensorInfo, attrs as unknown as DropoutAttributes),
  });
}
