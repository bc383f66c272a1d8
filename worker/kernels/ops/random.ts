// The seeded random kernels of the wasm backend.
import type { TrainingKernel } from '../runtime/kernel';
import { overVectors } from '../runtime/over-vectors';
import {
  type DropoutAttributes,
  dropoutScale,
  dropoutThreshold,
  floatBelow,
  type NormalAttributes,
  randomKey,
  SEEDED_DROPOUT,
  SEEDED_NORMAL,
  SEEDED_UNIFORM,
  type UniformAttributes,
} from './random-bits';
import { sizeOf } from './shape';

const GRAIN = 8192; // elements, a few microseconds of hashing
const GROUP = 8; // elements that randomNormal makes at a time

const seededUniform: TrainingKernel = {
  name: SEEDED_UNIFORM,
  run({ attrs }, wasm) {
    const { shape, min, max, seed, counter } = attrs as unknown as UniformAttributes;
    const y = wasm.output(shape);
    const parameters = [...randomKey(seed, counter), min, max - min, floatBelow(max)] as const;
    overVectors(wasm, 'randomUniform', [], wasm.address(y), sizeOf(shape), parameters, GRAIN);
    return y;
  },
};

const seededNormal: TrainingKernel = {
  name: SEEDED_NORMAL,
  run({ attrs }, wasm) {
    const { shape, mean, standardDeviation, seed, counter } = attrs as unknown as NormalAttributes;
    const y = wasm.output(shape);
    const parameters = [...randomKey(seed, counter), mean, standardDeviation] as const;
    const size = sizeOf(shape);
    const whole = Math.floor(size / GROUP);
    wasm.parallel('randomNormal', [wasm.address(y), ...parameters], whole, GRAIN / GROUP);
    const done = whole * GROUP;
    if (done === size) return y;
    wasm.scratch(GROUP * 4, (scratch) => {
      wasm.call('randomNormal', scratch - done * 4, ...parameters, whole, whole + 1);
      wasm.words(wasm.address(y) + done * 4, size - done).set(wasm.words(scratch, size - done));
    });
    return y;
  },
};

const seededDropout: TrainingKernel = {
  name: SEEDED_DROPOUT,
  run({ inputs, attrs }, wasm) {
    const x = inputs.x!;
    const { rate, seed, counter } = attrs as unknown as DropoutAttributes;
    const y = wasm.output(x.shape);
    const mask = [...randomKey(seed, counter), dropoutThreshold(rate) | 0, dropoutScale(rate)] as const;
    const [from, to] = [wasm.address(x), wasm.address(y)];
    overVectors(wasm, 'randomDropout', [from], to, sizeOf(x.shape), mask, GRAIN);
    return y;
  },
};

export const randomKernels: readonly TrainingKernel[] = [seededUniform, seededNormal, seededDropout];
