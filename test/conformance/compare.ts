// Holds tensors against golden values, which are a few numbers each.

/** Shape, sum, norm, projection on cosines, and the first, middle and last value. */
export type Golden = [shape: number[], ...numbers: (number | string)[]];

/** What a tensor with few values is compared by: below this norm, absolutely. */
const FLOOR = 0.01;

/**
 * How far a tensor is from its golden values: a bound from below on |tensor − golden| / max(|golden|, 0.01), the
 * norms being Euclidean. Infinity where shapes differ, or where one is not finite.
 */
export function distance(
  { shape, values }: { shape: number[]; values: ArrayLike<number> },
  golden: Golden,
): number {
  const [goldenShape, sum, norm, projection, ...picked] = golden as [number[], ...number[]];
  if (`${shape}` !== `${goldenShape}`) return Infinity;
  const count = values.length;
  if (count === 0) return 0;
  const own = { sum: 0, squares: 0, projection: 0 };
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    own.sum += value;
    own.squares += value * value;
    own.projection += value * Math.cos(0.37 * i);
  }
  const scale = Math.max(norm!, FLOOR);
  const root = Math.sqrt(count);
  const places = [values[0]!, values[Math.floor(count / 2)]!, values[count - 1]!];
  const differences = [
    Math.abs(own.sum - sum!) / root,
    Math.abs(Math.sqrt(own.squares) - norm!),
    Math.abs(own.projection - projection!) / root,
    ...places.map((value, i) => Math.abs(value - picked[i]!)),
  ];
  const worst = Math.max(...differences) / scale;
  return Number.isNaN(worst) ? Infinity : worst;
}

/** Of one number. */
export function relative(value: number, golden: number): number {
  const difference = Math.abs(value - golden) / Math.max(Math.abs(golden), FLOOR);
  return Number.isNaN(difference) ? Infinity : difference;
}
