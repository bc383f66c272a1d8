// Matrix multiplication: batches, int32, fused with bias and activation.
import { broadcast_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { matmulArguments, matmulInt32Arguments, matvecArguments } from '../runtime/assembly-layouts';
import type { TrainingKernel, Wasm } from '../runtime/kernel';
import { activationNumber } from './epilogue';
import { blocks } from './matmul-blocks';
import { broadcastStrides, sizeOf } from './shape';

/** BatchMatMul: matrices of any rank from 2 up, transposed or not, their batch dimensions broadcast. */
const batchMatMul: TrainingKernel = {
  name: 'BatchMatMul',
  run({ inputs, attrs }, wasm) {
    const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
    const product = productOf(inputs.a!, inputs.b!, transposeA, transposeB);
    const result = wasm.output([...product.outer, product.m, product.n], inputs.a!.dtype);
    multiply(wasm, product, wasm.address(result));
    return result;
  },
};

/** Throws an Error unless both are float32, or both int32, and their shapes can be multiplied. */
function productOf(a: TensorInfo, b: TensorInfo, transposeA: boolean, transposeB: boolean): Product {
  if (a.dtype !== b.dtype || (a.dtype !== 'float32' && a.dtype !== 'int32')) {
    throw new Error(`matMul takes two float32 or two int32, not ${a.dtype} and ${b.dtype}.`);
  }
  const [m, depth] = matrixShape(a, transposeA);
  const [inner, n] = matrixShape(b, transposeB);
  if (depth !== inner) {
    throw new Error(`matMul cannot multiply [${a.shape}] by [${b.shape}]: ${depth} is not ${inner}.`);
  }
  const outer = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return { outer, m, n, depth, a: operand(a, outer, transposeA), b: operand(b, outer, transposeB) };
}

function matrixShape({ shape }: TensorInfo, transposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}

interface FusedAttributes {
  transposeA: boolean;
  transposeB: boolean;
  activation?: string;
  leakyreluAlpha?: number;
}

const DEFAULT_SLOPE = 0.2; // as tf.leakyRelu

/** _FusedMatMul: activation(a · b + bias), with a bias of any shape that broadcasts to the result. */
const fusedMatMul: TrainingKernel = {
  name: '_FusedMatMul',
  run({ inputs, attrs }, wasm) {
    const { transposeA, transposeB, activation, leakyreluAlpha } = attrs as unknown as FusedAttributes;
    const { a, b, bias, preluActivationWeights } = inputs;
    if (activation === 'prelu' && !preluActivationWeights) throw new Error('prelu needs its weights.');
    for (const x of [a, b, bias, preluActivationWeights]) {
      if (x && x.dtype !== 'float32') throw new Error(`_FusedMatMul takes float32, not ${x.dtype}.`);
    }
    const product = productOf(a!, b!, transposeA, transposeB);
    const shape = [...product.outer, product.m, product.n];
    const fused = {
      ...product,
      bias: bias && addend(bias, shape),
      activation: activationNumber(activation),
      alpha: preluActivationWeights && addend(preluActivationWeights, shape),
      slope: leakyreluAlpha ?? DEFAULT_SLOPE,
    };
    const result = wasm.output(shape);
    multiply(wasm, fused, wasm.address(result));
    return result;
  },
};

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
  /** See `activationNumber`. */
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
    const args = matmulArguments({
      ...{ table, m, n, depth, c, ...byteStrides(a, b) },
      biasRow: 4 * (bias?.row ?? 0),
      biasCol: 4 * (bias?.column ?? 0),
      alphaRow: 4 * (alpha?.row ?? 0),
      alphaCol: 4 * (alpha?.column ?? 0),
      ...{ activation, slope, blockM, blockN, scratch },
    });
    wasm.parallel('matmul', args, units);
  });
}

function multiplyInt32(wasm: Wasm, product: Product, matrices: number, table: number, c: number): void {
  const { m, n, depth, a, b } = product;
  const args = matmulInt32Arguments({ table, m, n, depth, c, ...byteStrides(a, b) });
  const grain = Math.max(1, Math.ceil(16384 / (n * depth + 1)));
  wasm.parallel('matmulInt32', args, matrices * m, grain);
}

function byteStrides(a: Strided, b: Strided) {
  return { aRow: 4 * a.row, aCol: 4 * a.column, bRow: 4 * b.row, bCol: 4 * b.column };
}

/** A row times a matrix; a matrix times a column is the same with both transposed. */
function multiplyVector(wasm: Wasm, product: Product, matrices: number, table: number, c: number): void {
  const { m, n, depth, a, b, bias, alpha, activation = 0, slope = 0 } = product;
  const transposed = m !== 1;
  if (transposed) {
    const words = wasm.words(table, 4 * matrices);
    for (let i = 0; i < words.length; i += 4) [words[i], words[i + 1]] = [words[i + 1]!, words[i]!];
  }
  const across = (x: Strided | undefined) => 4 * ((transposed ? x?.row : x?.column) ?? 0);
  const args = matvecArguments({
    ...{ table, n: transposed ? m : n, depth },
    xStep: 4 * (transposed ? b.row : a.column),
    bRow: 4 * (transposed ? a.column : b.row),
    bCol: 4 * (transposed ? a.row : b.column),
    y: c,
    biasCol: across(bias),
    alphaCol: across(alpha),
    ...{ activation, slope },
  });
  const grain = Math.max(1, Math.ceil(32768 / (depth * VECTOR_UNIT)));
  wasm.parallel('matvec', args, matrices * Math.ceil((transposed ? m : n) / VECTOR_UNIT), grain);
}

/** A tensor read as a stack of matrices; all strides in elements, 0 where it is broadcast. */
export interface Strided {
  readonly tensor: TensorInfo;
  /** One stride for each batch dimension of the result. */
  readonly batch: readonly number[];
  readonly row: number;
  readonly column: number;
}

/** An operand of a matrix multiplication whose batch dimensions are broadcast to `outer`. */
function operand(tensor: TensorInfo, outer: readonly number[], transposed: boolean): Strided {
  const rank = tensor.shape.length;
  const rows = tensor.shape[rank - 2]!;
  const columns = tensor.shape[rank - 1]!;
  const batch = broadcastStrides(tensor.shape.slice(0, -2), outer).map((stride) => stride * rows * columns);
  return transposed ? { tensor, batch, row: 1, column: columns } : { tensor, batch, row: columns, column: 1 };
}

/**
 * A bias or PReLU slope that is broadcast to the result's shape.
 * Throws an Error when it does not fit that shape.
 */
function addend(tensor: TensorInfo, shape: readonly number[]): Strided {
  const whole = broadcast_util.assertAndGetBroadcastShape(shape as number[], tensor.shape);
  if (`${whole}` !== `${shape}`) throw new Error(`[${tensor.shape}] cannot be broadcast to [${shape}].`);
  const strides = broadcastStrides(tensor.shape, shape);
  const rank = shape.length;
  return { tensor, batch: strides.slice(0, -2), row: strides[rank - 2]!, column: strides[rank - 1]! };
}

export const matmulKernels: readonly TrainingKernel[] = [batchMatMul, fusedMatMul];
