// Functions of one number that are compiled for floats alone. Integers make the way through floats and back, as
// the CPU backend computes them; bools are refused, since what comes out is seldom one.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { KernelError } from '../runtime/errors';
import type { TrainingKernel, Wasm } from '../runtime/kernel';

/** Runs `compute` on x as floats and gives its result x's dtype; some functions' results stay floats. */
export function throughFloats(
  wasm: Wasm,
  name: string,
  x: TensorInfo,
  compute: (floats: TensorInfo) => TensorInfo | TensorInfo[],
): TensorInfo {
  if (x.dtype !== 'int32') throw new KernelError(name, `x is ${x.dtype}; allowed are float32 and int32.`);
  const floats = wasm.run('Cast', { x }, { dtype: 'float32' }) as TensorInfo;
  const result = compute(floats) as TensorInfo;
  if (staysFloat.has(name)) {
    wasm.dispose(floats);
    return result;
  }
  const y = wasm.run('Cast', { x: result }, { dtype: 'int32' }) as TensorInfo;
  wasm.dispose(floats);
  wasm.dispose(result);
  return y;
}

const staysFloat: ReadonlySet<string> = new Set(['Exp', 'LeakyRelu']);

/** TensorFlow.js' own kernels of this kind; ours do the same themselves. */
const names = [
  'Acos',
  'Acosh',
  'Asin',
  'Asinh',
  'Atan',
  'Atanh',
  'Ceil',
  'Cos',
  'Cosh',
  'Erf',
  'Expm1',
  'Floor',
].concat(['Log1p', 'Round', 'Selu', 'Sin', 'Sinh', 'Softplus', 'Tan']);

/** Whether numbers are finite, and such: no integer is anything but. */
function predicate(name: 'IsFinite' | 'IsInf' | 'IsNan'): TrainingKernel {
  return {
    name,
    run(call, wasm) {
      const x = call.inputs.x!;
      if (x.dtype === 'float32') return wasm.stock(name, call);
      const y = wasm.output(x.shape, 'bool');
      wasm.elements(y).fill(Number(name === 'IsFinite'));
      return y;
    },
  };
}

export const floatOnlyKernels: readonly TrainingKernel[] = [
  ...names.map(
    (name): TrainingKernel => ({
      name,
      run(call, wasm) {
        const x = call.inputs.x!;
        if (x.dtype === 'float32') return wasm.stock(name, call);
        return throughFloats(wasm, name, x, (floats) => wasm.stock(name, { ...call, inputs: { x: floats } }));
      },
    }),
  ),
  predicate('IsFinite'),
  predicate('IsInf'),
  predicate('IsNan'),
];
