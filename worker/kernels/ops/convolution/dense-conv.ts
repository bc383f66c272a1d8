import type { Wasm } from '../../runtime/kernel';
import { type ConvShape, flattened } from './conv-shape';
import type { Epilogue } from './epilogue';
import type { FilterLayout } from './filter-layout';
import { runConv } from './run-conv';
import { runConvFilter } from './run-conv-filter';
import { runWinograd, runWinogradGradient } from './run-winograd';
import { winogradPays } from './winograd-plan';

/** y = activation(conv(x) + bias) into a whole output, the fastest way. */
export function convolve(
  wasm: Wasm,
  shape: ConvShape,
  operands: { x: number; filter: FilterLayout; y: number },
  epilogue?: Epilogue,
): void {
  if (winogradPays(shape)) runWinograd(wasm, shape, operands, epilogue);
  else runConv(wasm, flattened(shape), operands, { epilogue });
}

/** The filter's gradient, the fastest way. */
export function filterGradient(
  wasm: Wasm,
  shape: ConvShape,
  operands: { x: number; dy: number; dw: number },
): void {
  if (winogradPays(shape)) runWinogradGradient(wasm, shape, operands);
  else runConvFilter(wasm, flattened(shape), operands);
}
