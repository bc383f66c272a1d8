// The gradient of einsum, by einsum: TensorFlow.js has none.
import { reshape, type Tensor, tile } from '@tensorflow/tfjs-core';
import { runKernel } from '../gradients/override';
import { type NamedGradients, replaceGradient } from './replace-gradient';

export function addEinsumGradient(): () => void {
  return replaceGradient({
    kernelName: 'Einsum',
    saveAllInputs: true,
    gradFunc: (dy, operands, { equation }) => {
      const [left, output] = (equation as string).replace(/\s/g, '').split('->') as [string, string];
      const labels = left.split(',');
      return Object.fromEntries(
        operands.map((operand, i) => [i, () => towards(i, operand, dy as Tensor, output, labels, operands)]),
      ) as NamedGradients;
    },
  });
}

/** dy and the other operands, summed over all labels that the operand lacks, spread over those that only it has. */
function towards(
  index: number,
  operand: Tensor,
  dy: Tensor,
  output: string,
  labels: string[],
  operands: Tensor[],
): Tensor {
  const own = [...labels[index]!];
  const others = operands.filter((_, i) => i !== index);
  const terms = [output, ...labels.filter((_, i) => i !== index)];
  const kept = own.filter((label) => terms.some((term) => term.includes(label)));
  const equation = `${terms.join(',')}->${kept.join('')}`;
  // The engine takes einsum's inputs as an array.
  const inputs = [dy, ...others] as unknown as Record<string, Tensor>;
  const summed = runKernel('Einsum', inputs, { equation });
  if (kept.length === own.length) return summed;
  const thin = own.map((label, axis) => (kept.includes(label) ? operand.shape[axis]! : 1));
  return tile(
    reshape(summed, thin),
    operand.shape.map((length, axis) => length / thin[axis]!),
  );
}
