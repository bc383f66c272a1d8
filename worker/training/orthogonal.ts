// The orthogonal initializer.
import { serialization, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { initializers } from '@tensorflow/tfjs-layers';
import { Random } from './random';

type Initializer = ReturnType<typeof initializers.orthogonal>;

const Orthogonal = initializers.orthogonal({}).constructor as new (args: {
  seed?: number | null;
  gain?: number | null;
}) => Initializer & { gain: number; seed?: number | null };

/**
 * The standard orthogonal initializer of matrices, computed beside the backend: the standard one factorises
 * by a thousand small operations, which takes seconds where this takes milliseconds. Its configuration is
 * the standard one's: a saved model loads anywhere. Importing this file makes it the class that tfjs-layers builds for
 * `Orthogonal` in configurations.
 */
class SeededOrthogonal extends Orthogonal {
  override apply(shape: number[]): Tensor {
    const columns = shape.at(-1)!;
    const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1); // of filters, all places
    const wide = rows < columns;
    const random = new Random(this.seed ?? Math.random());
    const vectors = orthonormal(Math.min(rows, columns), Math.max(rows, columns), random);
    const values = new Float32Array(rows * columns);
    for (const [i, vector] of vectors.entries()) {
      for (const [j, value] of vector.entries()) {
        values[wide ? i * columns + j : j * columns + i] = this.gain * value;
      }
    }
    return tensor(values, shape);
  }
}

serialization.registerClass(
  SeededOrthogonal as unknown as serialization.SerializableConstructor<SeededOrthogonal>,
);

/** Random matrices [rows, columns] with orthonormal rows or columns, whichever are fewer (Saxe et al., 2013). */
export function seededOrthogonal(random: Random): Initializer {
  return new SeededOrthogonal({ seed: random.word() });
}

/** `count` random orthonormal vectors, uniform over all such sets (Gram and Schmidt, each projection done twice). */
function orthonormal(count: number, size: number, random: Random): Float64Array[] {
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const vector = Float64Array.from({ length: size }, () => random.normal());
    for (const other of [...vectors, ...vectors]) {
      const along = dot(vector, other);
      for (let i = 0; i < size; i++) vector[i]! -= along * other[i]!;
    }
    const norm = Math.sqrt(dot(vector, vector));
    vectors.push(vector.map((value) => value / norm));
  }
  return vectors;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
