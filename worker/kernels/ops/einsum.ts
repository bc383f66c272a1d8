// Einsum, as one matrix multiplication.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainingKernel, Wasm } from '../runtime/kernel';
import { multiply, type Strided } from './matmul';
import { broadcastStrides, sizeOf } from './shape';

/** Einsum of one or two tensors: at most one matrix multiplication, with transpositions only where needed. */
const einsum: TrainingKernel = {
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

/** An einsum equation of one or two inputs, with the length of every label. */
interface Equation {
  readonly inputs: readonly string[];
  readonly output: string;
  readonly lengths: ReadonlyMap<string, number>;
}

/**
 * Reads an equation as `tf.einsum` takes it: one or two inputs, no ellipsis, no label twice in a term.
 * Throws an Error for anything else, and where the shapes do not fit.
 */
function parseEquation(text: string, tensors: readonly TensorInfo[]): Equation {
  const sides = text.replace(/\s/g, '').split('->');
  if (sides.length !== 2)
    throw new Error(
      sides.length < 2
        ? 'Equations without an arrow are not supported.'
        : `einsum "${text}" must have exactly one arrow.`,
    );
  const [left, output] = sides as [string, string];
  const inputs = left.split(',');
  if (inputs.length !== tensors.length || inputs.length > 2) {
    throw new Error(
      inputs.length > 2
        ? `einsum "${text}" has more than 2 input tensors, which is not supported.`
        : `einsum "${text}": Expected ${inputs.length} input tensors, received ${tensors.length}.`,
    );
  }
  for (const term of [...inputs, output]) {
    if (/\./.test(term)) throw new Error(`einsum "${text}": the ellipsis is not supported.`);
    if (new Set(term).size !== term.length)
      throw new Error(`einsum "${text}": a label twice in one term, "${term}", is not implemented yet.`);
  }
  const lengths = new Map<string, number>();
  inputs.forEach((term, index) => {
    readLengths(text, term, tensors[index]!, lengths);
  });
  for (const label of output) {
    if (!lengths.has(label)) {
      throw new Error(`Output subscripts contain the label ${label} not present in the input subscripts.`);
    }
  }
  return { inputs, output, lengths };
}

function readLengths(text: string, term: string, { shape }: TensorInfo, lengths: Map<string, number>): void {
  if (term.length !== shape.length) {
    throw new Error(`einsum "${text}": "${term}" does not name the dimensions of [${shape}].`);
  }
  for (let i = 0; i < shape.length; i++) {
    const label = term[i]!;
    const known = lengths.get(label) ?? shape[i]!;
    if (known !== shape[i]) {
      throw new Error(
        `einsum "${text}": Expected dimension ${known} at axis ${i} of input shaped [${shape}], but got ${shape[i]}.`,
      );
    }
    lengths.set(label, known);
  }
}

/** A tensor with a letter for each dimension; it owns the tensor if it made it. */
class Labelled {
  private constructor(
    readonly tensor: TensorInfo,
    readonly labels: string,
    private readonly owned: boolean,
  ) {}

  static of(tensor: TensorInfo, labels: string): Labelled {
    return new Labelled(tensor, labels, false);
  }

  static made(tensor: TensorInfo, labels: string): Labelled {
    return new Labelled(tensor, labels, true);
  }

  /** Sums over every label that is not among `kept`. Takes this one's place. */
  sumExcept(wasm: Wasm, kept: string): Labelled {
    const axis = [...this.labels].flatMap((label, index) => (kept.includes(label) ? [] : [index]));
    if (axis.length === 0) return this;
    const summed = wasm.run('Sum', { x: this.tensor }, { axis, keepDims: false }) as TensorInfo;
    const labels = [...this.labels].filter((label) => kept.includes(label)).join('');
    return this.replaceBy(wasm, summed, labels);
  }

  /** The same in this order of labels. Takes this one's place. */
  arrange(wasm: Wasm, labels: string): Labelled {
    if (labels === this.labels) return this;
    const perm = [...labels].map((label) => this.labels.indexOf(label));
    return this.replaceBy(wasm, wasm.run('Transpose', { x: this.tensor }, { perm }) as TensorInfo, labels);
  }

  /**
   * Reads this tensor as matrices [outer, rows, columns], each made of labels: in place if every matrix side
   * has a single stride, else transposed. `operand` owns what `view` reads and takes this one's place.
   */
  asMatrices(wasm: Wasm, outer: string[], rows: string[], columns: string[]) {
    const operand = this.view(outer, rows, columns)
      ? this
      : this.arrange(wasm, [...outer, ...rows, ...columns].join(''));
    return { operand, view: operand.view(outer, rows, columns)! };
  }

  private view(outer: string[], rows: string[], columns: string[]): Strided | undefined {
    const strides = broadcastStrides(this.tensor.shape, this.tensor.shape);
    const strideOf = (label: string) => strides[this.labels.indexOf(label)]!;
    const row = this.commonStride(rows, strideOf);
    const column = this.commonStride(columns, strideOf);
    if (row === undefined || column === undefined) return undefined;
    return { tensor: this.tensor, batch: outer.map(strideOf), row, column };
  }

  /** The distance of neighbours when these labels are counted through as one; undefined if there is none. */
  private commonStride(labels: string[], strideOf: (label: string) => number): number | undefined {
    const long = labels.filter((label) => this.length(label) !== 1);
    for (let i = 0; i + 1 < long.length; i++) {
      if (strideOf(long[i]!) !== strideOf(long[i + 1]!) * this.length(long[i + 1]!)) return undefined;
    }
    return long.length ? strideOf(long[long.length - 1]!) : 1;
  }

  private length(label: string): number {
    return this.tensor.shape[this.labels.indexOf(label)]!;
  }

  /** With dimensions of length 1 for the labels of `all`, in this order, that this one has not. */
  spread(wasm: Wasm, all: readonly string[]): Labelled {
    const arranged = this.arrange(wasm, all.filter((label) => this.labels.includes(label)).join(''));
    const shape = all.map((label) => (arranged.labels.includes(label) ? arranged.length(label) : 1));
    return arranged.replaceBy(wasm, wasm.reshaped(arranged.tensor, shape), all.join(''));
  }

  private replaceBy(wasm: Wasm, tensor: TensorInfo, labels: string): Labelled {
    this.dispose(wasm);
    return Labelled.made(tensor, labels);
  }

  /** The tensor, as a kernel's result. Takes this one's place. */
  release(wasm: Wasm): TensorInfo {
    return this.owned ? this.tensor : wasm.reshaped(this.tensor, this.tensor.shape);
  }

  dispose(wasm: Wasm): void {
    if (this.owned) wasm.dispose(this.tensor);
  }
}

export const einsumKernels: readonly TrainingKernel[] = [einsum];
