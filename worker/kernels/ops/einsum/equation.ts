import type { TensorInfo } from '@tensorflow/tfjs-core';

/** An einsum equation of one or two inputs, with the length of every label. */
export interface Equation {
  readonly inputs: readonly string[];
  readonly output: string;
  readonly lengths: ReadonlyMap<string, number>;
}

/**
 * Reads an equation as `tf.einsum` takes it: one or two inputs, no ellipsis, no label twice in a term.
 * Throws an Error for anything else, and where the shapes do not fit.
 */
export function parseEquation(text: string, tensors: readonly TensorInfo[]): Equation {
  const sides = text.replace(/\s/g, '').split('->');
  if (sides.length !== 2) throw new Error(`einsum "${text}" must have one arrow.`);
  const [left, output] = sides as [string, string];
  const inputs = left.split(',');
  if (inputs.length !== tensors.length || inputs.length > 2) {
    throw new Error(`einsum "${text}" got ${tensors.length} tensors; it takes one or two, as its terms say.`);
  }
  for (const term of [...inputs, output]) {
    if (/\./.test(term)) throw new Error(`einsum "${text}": the ellipsis is not supported.`);
    if (new Set(term).size !== term.length)
      throw new Error(`einsum "${text}" has a label twice in "${term}".`);
  }
  const lengths = new Map<string, number>();
  inputs.forEach((term, index) => {
    readLengths(text, term, tensors[index]!, lengths);
  });
  for (const label of output) {
    if (!lengths.has(label)) throw new Error(`einsum "${text}" has no "${label}" on the left.`);
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
    if (known !== shape[i]) throw new Error(`einsum "${text}": "${label}" is ${known} and ${shape[i]}.`);
    lengths.set(label, known);
  }
}
