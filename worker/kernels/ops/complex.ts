// Complex numbers: pairs of floats in the heap, real part first. Few kernels compute with the pairs; the others
// run on the real and the imaginary parts, one after the other.
import type { DataType, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Run } from '../runtime/border';
import { KernelError } from '../runtime/errors';
import type { TrainingKernel, Wasm } from '../runtime/kernel';
import { copyView } from './copy-view';
import { transformRows } from './fft';
import { sizeOf } from './shape';

const FLOAT = 4; // bytes

/** One of the two parts, as a tensor of its own. */
function part(wasm: Wasm, x: TensorInfo, which: 'real' | 'imag'): TensorInfo {
  const y = wasm.output(x.shape);
  const from = wasm.address(x) + (which === 'imag' ? FLOAT : 0);
  copyView(wasm, from, wasm.address(y), [{ size: sizeOf(x.shape), from: 2, to: 1 }]);
  return y;
}

function complexOf(wasm: Wasm, real: TensorInfo, imag: TensorInfo): TensorInfo {
  const y = wasm.output(real.shape, 'complex64');
  const dimensions = [{ size: sizeOf(real.shape), from: 1, to: 2 }];
  copyView(wasm, wasm.address(real), wasm.address(y), dimensions);
  copyView(wasm, wasm.address(imag), wasm.address(y) + FLOAT, dimensions);
  return y;
}

/** Real numbers as complex ones. */
export function withoutImaginary(wasm: Wasm, x: TensorInfo): TensorInfo {
  const [real, imag] = partsOf(wasm, x);
  const y = complexOf(wasm, real, imag);
  wasm.dispose(real);
  wasm.dispose(imag);
  return y;
}

/** Both parts, of real numbers too. */
function partsOf(wasm: Wasm, x: TensorInfo): [TensorInfo, TensorInfo] {
  if (x.dtype === 'complex64') return [part(wasm, x, 'real'), part(wasm, x, 'imag')];
  const real = one(wasm.run('Cast', { x }, { dtype: 'float32' }));
  const imag = wasm.output(x.shape);
  wasm.elements(imag).fill(0);
  return [real, imag];
}

function one(result: TensorInfo | TensorInfo[]): TensorInfo {
  return Array.isArray(result) ? result[0]! : result;
}

const complex: TrainingKernel = {
  name: 'Complex',
  run({ inputs }, wasm) {
    const { real, imag } = inputs as { real: TensorInfo; imag: TensorInfo };
    if (`${real.shape}` !== `${imag.shape}` || real.dtype !== 'float32' || imag.dtype !== 'float32') {
      throw new KernelError(
        'Complex',
        `the parts are ${real.dtype} [${real.shape}] and ${imag.dtype} [${imag.shape}]; they must be float32 of one shape.`,
      );
    }
    return complexOf(wasm, real, imag);
  },
};

/** A kernel that takes nothing but complex numbers. */
function ofComplex(name: string, run: Run): { kernel: TrainingKernel; run: Run } {
  const refuse = (): never => {
    throw new KernelError(name, 'takes complex64 alone.');
  };
  return { kernel: { name, run: refuse }, run };
}

function transform(inverse: boolean): Run {
  return ({ inputs }, wasm) => {
    const x = inputs.input!;
    const y = wasm.output(x.shape, 'complex64');
    const [from, to] = [wasm.elements(x), wasm.elements(y)] as [Float32Array, Float32Array];
    transformRows(from, to, x.shape.at(-1) ?? 1, inverse);
    return y;
  };
}

const complexAlone = {
  Real: ofComplex('Real', ({ inputs }, wasm) => part(wasm, inputs.input!, 'real')),
  Imag: ofComplex('Imag', ({ inputs }, wasm) => part(wasm, inputs.input!, 'imag')),
  ComplexAbs: ofComplex('ComplexAbs', ({ inputs }, wasm) => {
    const x = inputs.x!;
    const y = wasm.output(x.shape);
    const pairs = wasm.elements(x);
    const sizes = wasm.elements(y);
    for (let i = 0; i < sizes.length; i++) sizes[i] = Math.hypot(pairs[2 * i]!, pairs[2 * i + 1]!);
    return y;
  }),
  FFT: ofComplex('FFT', transform(false)),
  IFFT: ofComplex('IFFT', transform(true)),
};

export const complexKernels: readonly TrainingKernel[] = [
  complex,
  ...Object.values(complexAlone).map(({ kernel }) => kernel),
];

/**
 * Runs the kernel on the real parts, then on the imaginary ones.
 * @param shared inputs that both take as they are, such as indices
 */
function onParts(name: string, shared: readonly string[] = []): Run {
  return ({ inputs, attrs }, wasm) => {
    const isList = Array.isArray(inputs);
    const parts: Record<string, [TensorInfo, TensorInfo]> = {};
    for (const key in inputs) {
      if (!shared.includes(key)) parts[key] = partsOf(wasm, inputs[key]!);
      else if (inputs[key]!.dtype === 'complex64') throw new KernelError(name, `"${key}" is complex64.`);
    }
    const run = (which: 0 | 1) => {
      const map: NamedTensorInfoMap = {};
      for (const key in inputs) map[key] = parts[key]?.[which] ?? inputs[key]!;
      const given = isList ? (Object.values(map) as unknown as NamedTensorInfoMap) : map;
      return wasm.run(name, given, imaginaryAttributes(attrs, which));
    };
    const [real, imag] = [run(0), run(1)];
    const joined = [real].flat().map((tensor, i) => {
      const other = [imag].flat()[i]!;
      const y = complexOf(wasm, tensor, other);
      wasm.dispose(tensor);
      wasm.dispose(other);
      return y;
    });
    for (const tensor of Object.values(parts).flat()) wasm.dispose(tensor);
    return Array.isArray(real) ? joined : joined[0]!;
  };
}

/** What is padded with a real number is padded with 0 in its imaginary part. */
function imaginaryAttributes(attrs: NamedAttrMap, which: 0 | 1): NamedAttrMap {
  return which === 1 && 'constantValue' in attrs ? { ...attrs, constantValue: 0 } : attrs;
}

/** (a + bi)(c + di) = (ac − bd) + (ad + bc) i, broadcast. */
const multiply: Run = ({ inputs }, wasm) => {
  const [a, b] = partsOf(wasm, inputs.a!);
  const [c, d] = partsOf(wasm, inputs.b!);
  const made: TensorInfo[] = [a, b, c, d];
  const run = (name: string, left: TensorInfo, right: TensorInfo) => {
    const y = one(wasm.run(name, { a: left, b: right }));
    made.push(y);
    return y;
  };
  const real = run('Sub', run('Multiply', a, c), run('Multiply', b, d));
  const imag = run('Add', run('Multiply', a, d), run('Multiply', b, c));
  const y = complexOf(wasm, real, imag);
  for (const tensor of made) wasm.dispose(tensor);
  return y;
};

const cast: Run = ({ inputs, attrs }, wasm) => {
  const x = inputs.x!;
  if (attrs.dtype === 'complex64') return wasm.reshaped(x, x.shape);
  const real = part(wasm, x, 'real');
  const y = wasm.run('Cast', { x: real }, { dtype: attrs.dtype as DataType });
  wasm.dispose(real);
  return y;
};

function filled(value: number): Run {
  return ({ inputs }, wasm) => {
    const y = wasm.output(inputs.x!.shape, 'complex64');
    const pairs = wasm.elements(y).fill(0);
    for (let i = 0; i < pairs.length; i += 2) pairs[i] = value;
    return y;
  };
}

const sharesData =
  (name: string): Run =>
  (call, wasm) =>
    wasm.stock(name, call);

const alone = Object.entries(complexAlone).map(([name, { run }]) => [name, run] as const);
const byParts = ['Add', 'Sub', 'Concat', 'Pack', 'Slice', 'StridedSlice', 'SplitV', 'Unpack', 'Tile'].concat([
  'Transpose',
  'Reverse',
  'PadV2',
]);

/** What runs where an input is complex64, by the kernels' names. */
export const complexRuns: Readonly<Record<string, Run>> = {
  ...Object.fromEntries(alone),
  ...Object.fromEntries(byParts.map((name) => [name, onParts(name)])),
  GatherV2: onParts('GatherV2', ['indices']),
  Multiply: multiply,
  Cast: cast,
  Identity: ({ inputs }, wasm) => wasm.reshaped(inputs.x!, inputs.x!.shape),
  Reshape: sharesData('Reshape'),
  ExpandDims: sharesData('ExpandDims'),
  ZerosLike: filled(0),
  OnesLike: filled(1),
};
