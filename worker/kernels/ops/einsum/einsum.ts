import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainingKernel, Wasm } from '../../runtime/kernel';
import { multiply } from '../matmul/multiply';
import { sizeOf } from '../size';
import { type Equation, parseEquation } from './equation';
import { Labelled } from './labelled';

/** Einsum of one or two tensors: at most one matrix multiplication, with transpositions only where needed. */
export const einsum: TrainingKernel = {
  name: 'Einsum',
  run({ inputs, attrs }, wasm) {
    const tensors = Object.values(inputs) as TensorInfo[];
    const [first, second = first] = tensors;
    if (first?.dtype !== second?.dtype) throw new Error(`einsum of ${first?.dtype} and ${second?.dtype}.`);
    const equation = parseEquation(attrs.equation as string, tensors);
    const operands = tensors.map((tensor, index) => reduceOwn(wasm, equation, index, tensor));
    const result = operands.length === 2 ? contract(wasm, equation, operands) : operands[0]!;
    return result.arrange(wasm, equation.output).release(wasm);
  },
};

/** Sums over the labels that stand in this term alone: what is left is smaller. */
function reduceOwn(wasm: Wasm, equation: Equation, index: number, tensor: TensorInfo): Labelled {
  const { inputs, output } = equation;
  const others = output + inputs.filter((_, other) => other !== index).join('');
  return Labelled.of(tensor, inputs[index]!).sumExcept(wasm, others);
}

/** Both have only labels that the other or the output has too: shared by all three, a matrix side, or summed. */
function contract(wasm: Wasm, { output, lengths }: Equation, [a, b]: readonly Labelled[]): Labelled {
  const has = (operand: Labelled | undefined, label: string) => operand!.labels.includes(label);
  const outer = [...output].filter((label) => has(a, label) && has(b, label));
  const rows = [...output].filter((label) => !has(b, label));
  const columns = [...output].filter((label) => !has(a, label));
  const summed = [...a!.labels].filter((label) => !output.includes(label));
  const labels = [...outer, ...rows, ...columns];
  if (summed.length === 0) return multiplyElements(wasm, labels, a!, b!);

  const shape = (some: readonly string[]) => some.map((label) => lengths.get(label)!);
  const tensor = wasm.output(shape(labels), a!.tensor.dtype);
  const x = a!.asMatrices(wasm, outer, rows, summed);
  const y = b!.asMatrices(wasm, outer, summed, columns);
  const [m, n, depth] = [rows, columns, summed].map((some) => sizeOf(shape(some))) as [
    number,
    number,
    number,
  ];
  multiply(wasm, { outer: shape(outer), m, n, depth, a: x.view, b: y.view }, wasm.address(tensor));
  x.operand.dispose(wasm);
  y.operand.dispose(wasm);
  return Labelled.made(tensor, labels.join(''));
}

/** Nothing is summed: a broadcast product. */
function multiplyElements(wasm: Wasm, labels: readonly string[], a: Labelled, b: Labelled): Labelled {
  const x = a.spread(wasm, labels);
  const y = b.spread(wasm, labels);
  const tensor = wasm.run('Multiply', { a: x.tensor, b: y.tensor }) as TensorInfo;
  x.dispose(wasm);
  y.dispose(wasm);
  return Labelled.made(tensor, labels.join(''));
}
