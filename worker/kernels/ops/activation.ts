/** The activations that TensorFlow.js fuses, numbered for assembly/epilogue.ts. */
const NUMBERS: Readonly<Record<string, number>> = {
  linear: 0,
  relu: 1,
  relu6: 2,
  leakyrelu: 3,
  prelu: 4,
  elu: 5,
  sigmoid: 6,
};

/** Throws an Error for a name that TensorFlow.js does not fuse either. */
export function activationNumber(name: string | undefined): number {
  const number = NUMBERS[name ?? 'linear'];
  if (number === undefined) throw new Error(`The wasm backend cannot fuse the activation "${name}".`);
  return number;
}
