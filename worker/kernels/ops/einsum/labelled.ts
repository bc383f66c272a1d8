import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Wasm } from '../../runtime/kernel';
import { broadcastStrides, type Strided } from '../matmul/strided';

/** A tensor with a letter for each dimension; it owns the tensor if it made it. */
export class Labelled {
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
