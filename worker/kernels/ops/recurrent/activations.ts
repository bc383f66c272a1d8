/** The activations of recurrent cells, by tfjs-layers' class names, numbered for assembly/gate.ts. */
const NUMBERS: Readonly<Record<string, number>> = { linear: 0, relu: 1, sigmoid: 2, hardSigmoid: 3, tanh: 4 };

/** Undefined for an activation that our kernels do not have. */
export function gateNumber(className: string): number | undefined {
  return Object.hasOwn(NUMBERS, className) ? NUMBERS[className] : undefined;
}
