import type { Wasm } from '../../runtime/kernel';

/** What becomes of the sums before they are stored. */
export interface Epilogue {
  readonly bias?: ChannelRow;
  readonly activation: Activation;
  /** With the activation `slope`: what negative values are multiplied by. */
  readonly slope?: ChannelRow | number;
}

/** One number for each output channel, or one for all. */
export interface ChannelRow {
  readonly address: number;
  readonly length: number;
}

const codes = { linear: 0, relu: 1, relu6: 2, slope: 3 } as const;
export type Activation = keyof typeof codes;

/** The code of assembly/activate.ts. */
export function activationCode(epilogue?: Epilogue): number {
  return codes[epilogue?.activation ?? 'linear'];
}

/** Writes a row with a number for each of `lanes` lanes; those beyond the row's channels are zero. */
export function fillRow(wasm: Wasm, to: number, lanes: number, row: ChannelRow | number = 0): void {
  if (typeof row === 'number') wasm.call('fillConstant', row, to, lanes);
  else wasm.call('fillRow', row.address, row.length, to, lanes);
}
