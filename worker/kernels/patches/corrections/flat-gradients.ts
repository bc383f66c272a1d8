// The gradient of what is constant in pieces: zero, where TensorFlow.js has none and throws.
import { cast, type GradConfig, type Tensor, zeros } from '@tensorflow/tfjs-core';
import { nothing, replaceGradient } from './replace-gradient';

/** By kernel, its inputs. TensorFlow.js has the same for Ceil, Floor, Round, Sign, Step, ArgMax and GreaterEqual. */
const flat: Readonly<Record<string, readonly string[]>> = {
  All: ['x'],
  Any: ['x'],
  BitwiseAnd: ['a', 'b'],
  Equal: ['a', 'b'],
  Greater: ['a', 'b'],
  GreaterEqual: ['a', 'b'],
  Less: ['a', 'b'],
  LessEqual: ['a', 'b'],
  LogicalAnd: ['a', 'b'],
  LogicalNot: ['x'],
  LogicalOr: ['a', 'b'],
  Multinomial: ['logits'],
  NotEqual: ['a', 'b'],
  SearchSorted: ['sortedSequence', 'values'],
  Unique: ['x'],
};

export function addFlatGradients(): (() => void)[] {
  return [
    ...Object.entries(flat).map(([kernelName, names]) => replaceGradient(flatGradient(kernelName, names))),
    replaceGradient({
      kernelName: 'Cast',
      inputsToSave: ['x'],
      // Whole numbers and truth values change in jumps; TensorFlow.js' own passes dy on through them.
      gradFunc: (dy, [x], { dtype }) => ({
        x: () =>
          dtype === 'float32' && x!.dtype === 'float32'
            ? (dy as Tensor).clone()
            : castBack(dy as Tensor, x!, dtype as string),
      }),
    }),
  ];
}

function castBack(dy: Tensor, x: Tensor, dtype: string): Tensor {
  return dtype === 'int32' || dtype === 'bool' || dtype === 'string' ? zeros(x.shape) : cast(dy, 'float32');
}

function flatGradient(kernelName: string, names: readonly string[]): GradConfig {
  return {
    kernelName,
    inputsToSave: [...names],
    gradFunc: (_, saved) => Object.fromEntries(names.map((name, i) => [name, nothing(saved[i]!)])),
  };
}
