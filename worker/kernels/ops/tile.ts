import type { TrainingKernel } from '../runtime/kernel';
import { copyView, hasWords, stridesOf } from './copy-view';

/** A tensor repeated along its axes. */
export const tile: TrainingKernel = {
  name: 'Tile',
  run(call, wasm) {
    const x = call.inputs.x!;
    const reps = call.attrs.reps as number[];
    if (!hasWords(x)) return wasm.stock('Tile', call);
    const y = wasm.output(
      x.shape.map((size, axis) => size * reps[axis]!),
      x.dtype,
    );
    const from = stridesOf(x.shape);
    const to = stridesOf(y.shape);
    const dimensions = x.shape.flatMap((size, axis) => [
      { size: reps[axis]!, from: 0, to: size * to[axis]! },
      { size, from: from[axis]!, to: to[axis]! },
    ]);
    if (copyView(wasm, wasm.address(x), wasm.address(y), dimensions)) return y;
    wasm.dispose(y);
    return wasm.stock('Tile', call);
  },
};
