// Operations of one float tensor, element by element.
import type { NamedAttrMap } from '@tensorflow/tfjs-core';
import type { NamedAfter, TrainingKernel } from '../runtime/kernel';
import { overVectors } from '../runtime/over-vectors';
import { throughFloats } from './float-only';
import { sizeOf } from './shape';

/** The functions that compute more than they move gain from threads earlier; in elements. */
const GRAIN = 16384;
const COSTLY_GRAIN = 4096;

/** What an export takes for p and q. */
type Parameters = (attrs: NamedAttrMap) => [p: number, q: number];

/** y = f(x) by the export unary<exported>; see float-only.ts for integers. */
function unary(
  exported: NamedAfter<'unary'>,
  { grain = GRAIN, parameters = () => [0, 0], name = exported }: UnaryOptions = {},
): TrainingKernel {
  return {
    name,
    run(call, wasm) {
      const x = call.inputs.x!;
      if (x.dtype !== 'float32') {
        return throughFloats(wasm, name, x, (floats) => wasm.run(name, { x: floats }, call.attrs));
      }
      const y = wasm.output(x.shape);
      const [from, to] = [wasm.address(x), wasm.address(y)];
      overVectors(wasm, `unary${exported}`, [from], to, sizeOf(x.shape), parameters(call.attrs), grain);
      return y;
    },
  };
}

interface UnaryOptions {
  grain?: number;
  parameters?: Parameters;
  /** The operation's name where the export's is another. */
  name?: string;
}

const costly = { grain: COSTLY_GRAIN };
const alpha: Parameters = (attrs) => [attrs.alpha as number, 0];

export const unaryKernels: readonly TrainingKernel[] = [
  unary('Neg'),
  unary('Abs'),
  unary('Square'),
  unary('Sqrt'),
  unary('Rsqrt'),
  unary('Reciprocal'),
  unary('Exp', costly),
  unary('Log', costly),
  unary('Sigmoid', costly),
  unary('Tanh', costly),
  unary('Relu'),
  unary('ClipByValue', { name: 'Relu6', parameters: () => [0, 6] }),
  unary('LeakyRelu', { parameters: alpha }),
  unary('Elu', costly),
  unary('Step', { parameters: alpha }),
  unary('ClipByValue', {
    parameters: ({ clipValueMin, clipValueMax }) => [clipValueMin as number, clipValueMax as number],
  }),
];
