import type { Wasm } from '../../runtime/kernel';
import { sizeOf } from '../size';
import { blocks } from './blocks';
import type { Strided } from './strided';

/** result = activation(a · b + bias) for every matrix of a batch; float32, or without the rest int32. */
export interface Product {
  readonly outer: readonly number[];
  readonly m: number;
  readonly n: number;
  readonly depth: number;
  /** [outer, m, depth] */
  readonly a: Strided;
  /** [outer, depth, n] */
  readonly b: Strided;
  readonly bias?: Strided | undefined;
  /** See activation.ts. */
  readonly activation?: number;
  /** PReLU's slopes. */
  readonly alpha?: Strided | undefined;
  /** Leaky ReLU's slope. */
  readonly slope?: number;
}

const TABLE_BYTES = 16; // a matrix: the addresses of a, b, bias and alpha
const VECTOR_UNIT = 64; // outputs in a unit of `matvec`

/**
 * Computes a product into [outer, m, n] at the address `c`.
 */
export function multiply(wasm: Wasm, product: Product, c: number): void {
  const batch = sizeOf(product.outer);
  if (batch === 0 || product.m === 0 || product.n === 0) return;
  const folded = fold(product, batch);
  const matrices = folded === product ? batch : 1;
  wasm.scratch(TABLE_BYTES * matrices, (table) => {
    fillTable(wasm, folded, matrices, table);
    if (product.a.tensor.dtype === 'int32') multiplyInt32(wasm, folded, matrices, table, c);
    else if (folded.m === 1 || folded.n === 1) multiplyVector(wasm, folded, matrices, table, c);
    else multiplyMatrix(wasm, folded, matrices, table, c);
  });
}

/** A batch of products with one b is a single product when the rows of all a lie at one distance. */
function fold(product: Product, batch: number): Product {
  const { outer, m, a, b, bias, alpha } = product;
  if (batch === 1 || b.batch.some(Boolean) || [bias, alpha].some((x) => x?.row || x?.batch.some(Boolean))) {
    return product;
  }
  let stride = a.row * m;
  for (let i = outer.length - 1; i >= 0; i--) {
    if (outer[i] !== 1 && a.batch[i] !== stride) return product;
    stride *= outer[i]!;
  }
  const single = (x: Strided) => ({ ...x, batch: [] });
  return {
    ...product,
    ...{ outer: [], m: m * batch, a: single(a), b: single(b) },
    ...{ bias: bias && single(bias), alpha: alpha && single(alpha) },
  };
}

function fillTable(wasm: Wasm, { outer, a, b, bias, alpha }: Product, matrices: number, table: number): void {
  const operands = [a, b, bias, alpha];
  const bases = operands.map((operand) => (operand ? wasm.address(operand.tensor) : 0));
  const words = wasm.words(table, 4 * matrices);
  for (let matrix = 0; matrix < matrices; matrix++) {
    for (let i = 0; i < 4; i++) {
      let offset = 0;
      let rest = matrix;
      for (let dim = outer.length - 1; dim >= 0 && rest > 0; dim--) {
        offset += (rest % outer[dim]!) * (operands[i]?.batch[dim] ?? 0);
        rest = Math.floor(rest / outer[dim]!);
      }
      words[4 * matrix + i] = bases[i]! + 4 * offset;
    }
  }
}

function multiplyMatrix(wasm: Wasm, product: Product, matrices: number, table: number, c: number): void {
  const { m, n, depth, a, b, bias, alpha, activation = 0, slope = 0 } = product;
  const { blockM, blockN } = blocks(product, matrices, wasm.threads);
  const units = matrices * Math.ceil(m / blockM) * Math.ceil(n / blockN);
  wasm.scratchPerThread(wasm.call('matmulScratch'), (scratch) => {
    const strides = [a.row, a.column, b.row, b.column].map((stride) => 4 * stride);
    const biasStrides = [4 * (bias?.row ?? 0), 4 * (bias?.column ?? 0)];
    const activate = [activation, 4 * (alpha?.row ?? 0), 4 * (alpha?.column ?? 0), slope];
    const args = [table, m, n, depth, ...strides, c, ...biasStrides, ...activate, blockM, blockN, scratch];
    wasm.parallel('matmul', args, units);
  });
}

function multiplyInt32(wasm: Wasm, product: Product, matrices: number, table: number, c: number): void {
  const { m, n, depth, a, b } = product;
  const strides = [a.row, a.column, b.row, b.column].map((stride) => 4 * stride);
  const grain = Math.max(1, Math.ceil(16384 / (n * depth + 1)));
  wasm.parallel('matmulInt32', [table, m, n, depth, ...strides, c], matrices * m, grain);
}

/** A row times a matrix; a matrix times a column is the same with both transposed. */
function multiplyVector(wasm: Wasm, product: Product, matrices: number, table: number, c: number): void {
  const { m, n, depth, a, b, bias, alpha, activation = 0, slope = 0 } = product;
  const transposed = m !== 1;
  if (transposed) {
    const words = wasm.words(table, 4 * matrices);
    for (let i = 0; i < words.length; i += 4) [words[i], words[i + 1]] = [words[i + 1]!, words[i]!];
  }
  const outputs = transposed ? m : n;
  const strides = transposed ? [b.row, a.column, a.row] : [a.column, b.row, b.column];
  const across = (x: Strided | undefined) => 4 * ((transposed ? x?.row : x?.column) ?? 0);
  const tail = [c, across(bias), activation, across(alpha), slope];
  const args = [table, outputs, depth, ...strides.map((stride) => 4 * stride), ...tail];
  const grain = Math.max(1, Math.ceil(32768 / (depth * VECTOR_UNIT)));
  wasm.parallel('matvec', args, matrices * Math.ceil(outputs / VECTOR_UNIT), grain);
}
