// The gradient of einsum, by einsum: TensorFlow.js has none.
import { reshape, sum, type Tensor, tile } from '@tensorflow/tfjs-core';
import { runKernel } from '../override';
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
  const given = [dy, ...operands.filter((_, i) => i !== index)];
  const terms = [output, ...labels.filter((_, i) => i !== index)];
  const kept = own.filter((label) => terms.some((term) => term.includes(label)));
  // Labels that are in one term alone are summed first: the CPU backend's einsum takes none.
  const isAlone = (label: string, at: number) =>
    !own.includes(label) && !terms.some((term, i) => i !== at && term.includes(label));
  const thinTerms = terms.map((term, at) => [...term].filter((label) => !isAlone(label, at)).join(''));
  const inputs = given.map((tensor, at) => {
    const axes = [...terms[at]!].flatMap((label, axis) => (isAlone(label, at) ? [axis] : []));
    return axes.length > 0 ? sum(tensor, axes) : tensor;
  });
  // The engine takes einsum's inputs as an array.
  const named = inputs as unknown as Record<string, Tensor>;
  const summed = runKernel('Einsum', named, { equation: `${thinTerms.join(',')}->${kept.join('')}` });
  if (kept.length === own.length) return summed;
  const thin = own.map((label, axis) => (kept.includes(label) ? operand.shape[axis]! : 1));
  return tile(
    reshape(summed, thin),
    operand.shape.map((length, axis) => length / thin[axis]!),
  );
}
