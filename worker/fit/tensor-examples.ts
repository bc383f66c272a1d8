// The examples of a fit as tensors, with what each counts for.
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Batch, Split, Values } from '../data/dataset';
import type { Examples } from '../training/examples';
import type { FitData } from './fit-data';

export interface Weighting {
  /** What each training example counts for, an array an output, [examples]. */
  samples: (Values | undefined)[];
  /** What each class counts for, an array an output. */
  classes: (Float32Array | undefined)[];
}

const NONE: Weighting = { samples: [], classes: [] };

/** @param weighting of the training examples; none for a validation */
export function tensorExamples(data: FitData, split: Split, weighting: Weighting = NONE): Examples<Tensor[]> {
  const { inputs, targets, inMemory } = data;
  const tables = inputs.map(({ range }) => range && rangeTable(range));
  return {
    count: split.count,
    ...(inMemory ? {} : { load: (indices: Uint32Array) => split.read(indices) }),
    batch(indices, loaded) {
      const batch = (loaded ?? split.read(indices)) as Batch;
      const count = indices.length;
      const of = (values: Values, shape: readonly number[], table?: Float32Array) =>
        tensor(floats(values, table), [count, ...shape]);
      return {
        x: inputs.map(({ shape }, i) => of(batch.inputs[i]!, shape, tables[i])),
        y: targets.map(({ shape }, i) => of(batch.targets[i]!, shape)),
        ...weigh(batch.targets, indices, targets, weighting),
      };
    },
  };
}

function rangeTable([low, high]: readonly [number, number]): Float32Array {
  return Float32Array.from({ length: 256 }, (_, byte) => low + ((high - low) * byte) / 255);
}

function floats(values: Values, table?: Float32Array): Float32Array {
  if (values instanceof Float32Array) return values;
  const converted = new Float32Array(values.length);
  if (!table) converted.set(values);
  else for (let i = 0; i < values.length; i++) converted[i] = table[values[i]!]!;
  return converted;
}

function weigh(
  values: readonly Values[],
  indices: Uint32Array,
  targets: FitData['targets'],
  { samples, classes }: Weighting,
): { weights?: (Tensor | undefined)[] } {
  if (!samples.some(Boolean) && !classes.some(Boolean)) return {};
  const count = indices.length;
  return {
    weights: targets.map(({ classNumbers }, i) => {
      const [ofSample, ofClass] = [samples[i], classes[i]];
      if (!ofSample && !ofClass) return undefined;
      const weights = Float32Array.from(indices, (index) => ofSample?.[index] ?? 1);
      if (ofClass) {
        const all = values[i]!;
        const width = all.length / count;
        for (let row = 0; row < count; row++) {
          const one = classNumbers || width === 1 ? all[row * width]! : likeliest(all, row * width, width);
          weights[row]! *= ofClass[one] ?? 1;
        }
      }
      return tensor(weights, [count]);
    }),
  };
}

function likeliest(values: Values, from: number, width: number): number {
  let best = 0;
  for (let i = 1; i < width; i++) if (values[from + i]! > values[from + best]!) best = i;
  return best;
}
