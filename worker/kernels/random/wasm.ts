import type { TrainingKernel } from '../kernel';
import { sizeOf } from '../size';
import {
  type DropoutAttributes,
  type NormalAttributes,
  SEEDED_DROPOUT,
  SEEDED_NORMAL,
  SEEDED_UNIFORM,
  type UniformAttributes,
} from './attributes';
import { dropoutScale, dropoutThreshold, floatBelow, randomKey } from './hash';

const GRAIN = 8192; // elements, a few microseconds of hashing

export const seededUniform: TrainingKernel = {
  name: SEEDED_UNIFORM,
  run({ attrs }, wasm) {
    const { shape, min, max, seed, counter } = attrs as unknown as UniformAttributes;
    const y = wasm.output(shape);
    const args = [wasm.address(y), ...randomKey(seed, counter), min, max - min, floatBelow(max)];
    wasm.parallel('randomUniform', args, sizeOf(shape), GRAIN);
    return y;
  },
};

export const seededNormal: TrainingKernel = {
  name: SEEDED_NORMAL,
  run({ attrs }, wasm) {
    const { shape, mean, standardDeviation, seed, counter } = attrs as unknown as NormalAttributes;
    const y = wasm.output(shape);
    const size = sizeOf(shape);
    const args = [wasm.address(y), size, ...randomKey(seed, counter), mean, standardDeviation];
    wasm.parallel('randomNormal', args, Math.ceil(size / 8), GRAIN / 8);
    return y;
  },
};

export const seededDropout: TrainingKernel = {
  name: SEEDED_DROPOUT,
  run({ inputs, attrs }, wasm) {
    const x = inputs.x!;
    const { rate, seed, counter } = attrs as unknown as DropoutAttributes;
    const y = wasm.output(x.shape);
    const mask = [...randomKey(seed, counter), dropoutThreshold(rate) | 0, dropoutScale(rate)];
    wasm.parallel('randomDropout', [wasm.address(x), wasm.address(y), ...mask], sizeOf(x.shape), GRAIN);
    return y;
  },
};
