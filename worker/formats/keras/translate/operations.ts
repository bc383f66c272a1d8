// Operations in a functional model of Keras that are no layers (TFOpLambda in Keras 2, operations in Keras 3), as the
// layers that do the same.
import { NetworkFileError } from '../../../../src/errors';
import type { LayerJson, Reference } from '../../topology/model-json';

/** A tensor among the arguments of a call. */
export class TensorArgument {
  constructor(readonly reference: Reference) {}
}

export interface Operation {
  name: string;
  /** Its name in Keras: `math.add`, `Add`. */
  type: string;
  args: unknown[];
  kwargs: Record<string, unknown>;
}

interface Made {
  class_name: string;
  config: Record<string, unknown>;
  inputs: Reference[];
}

const ACTIVATIONS = new Set(
  ['relu', 'relu6', 'sigmoid', 'tanh', 'softplus', 'softsign', 'elu', 'selu', 'silu', 'swish', 'gelu'].concat(
    ['mish', 'softmax', 'log_softmax'],
  ),
);

/**
 * The layers that do what an operation does; the last has its name.
 * @throws NetworkFileError for one that no layer does
 */
export function translateOperation(operation: Operation, file: string): LayerJson[] {
  const { name, args, kwargs } = operation;
  const type = plainName(operation.type);
  const a = args[0] ?? kwargs.x ?? kwargs.x1 ?? kwargs.features ?? kwargs.tensor;
  const b = args[1] ?? kwargs.y ?? kwargs.x2;
  const made = translate(type, a, b, operation);
  if (!made) {
    throw new NetworkFileError(
      file,
      `layer ${name} is the operation ${operation.type}, which no layer here does. Write it with layers in Keras and save the model again`,
    );
  }
  return made.map(({ class_name, config, inputs }, i) => {
    const own = i === made.length - 1 ? name : `${name}_${i + 1}`;
    const named = inputs.map(([from, ...rest]): Reference => [from === '' ? `${name}_${i}` : from, ...rest]);
    return { class_name, name: own, config: { ...config, name: own }, inbound_nodes: [named] };
  });
}

/** `__operators__.add`, `math.add`, `Add` → `add`. */
function plainName(type: string): string {
  return type
    .slice(type.lastIndexOf('.') + 1)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** What was made just before. */
const PREVIOUS: Reference = ['', 0, 0];

function translate(type: string, a: unknown, b: unknown, { args, kwargs }: Operation): Made[] | undefined {
  const pair = a instanceof TensorArgument && b instanceof TensorArgument;
  if (ACTIVATIONS.has(type) && a instanceof TensorArgument) {
    const activation = type === 'silu' ? 'swish' : type;
    return [{ class_name: 'Activation', config: { activation }, inputs: [a.reference] }];
  }
  const both = pair ? [a.reference, b.reference] : [];
  switch (type) {
    case 'add':
      return pair ? merge('Add', both) : rescale(a, b, (c) => ({ scale: 1, offset: c }));
    case 'subtract':
    case 'sub':
      if (pair) return difference(a.reference, b.reference);
      return typeof a === 'number'
        ? rescale(b, a, (c) => ({ scale: -1, offset: c }))
        : rescale(a, b, (c) => ({ scale: 1, offset: -c }));
    case 'multiply':
    case 'mul':
      return pair ? merge('Multiply', both) : rescale(a, b, (c) => ({ scale: c, offset: 0 }));
    case 'true_divide':
    case 'truediv':
    case 'divide':
      return typeof b === 'number' ? rescale(a, b, (c) => ({ scale: 1 / c, offset: 0 })) : undefined;
    case 'negative':
    case 'neg':
      return rescale(a, 0, () => ({ scale: -1, offset: 0 }));
    case 'maximum':
      return pair ? merge('Maximum', both) : undefined;
    case 'minimum':
      return pair ? merge('Minimum', both) : undefined;
    case 'concat':
    case 'concatenate': {
      const list = Array.isArray(a) ? a : args;
      const tensors = list.filter((one) => one instanceof TensorArgument);
      const axis = kwargs.axis ?? (Array.isArray(a) ? args[1] : undefined) ?? -1;
      if (tensors.length < 2 || typeof axis !== 'number') return undefined;
      return [
        { class_name: 'Concatenate', config: { axis }, inputs: tensors.map(({ reference }) => reference) },
      ];
    }
    case 'reshape': {
      const shape = kwargs.newshape ?? kwargs.shape ?? b;
      if (!(a instanceof TensorArgument) || !Array.isArray(shape) || !shape.every(Number.isInteger))
        return undefined;
      return [{ class_name: 'Reshape', config: { target_shape: shape.slice(1) }, inputs: [a.reference] }];
    }
    default:
      return undefined;
  }
}

function merge(class_name: string, inputs: Reference[]): Made[] {
  return [{ class_name, config: {}, inputs }];
}

/** x · scale + offset. */
function rescale(a: unknown, b: unknown, by: (constant: number) => object): Made[] | undefined {
  const tensor = a instanceof TensorArgument ? a : b;
  const constant = a instanceof TensorArgument ? b : a;
  if (!(tensor instanceof TensorArgument) || typeof constant !== 'number') return undefined;
  return [{ class_name: 'Rescaling', config: { ...by(constant) }, inputs: [tensor.reference] }];
}

/** a − b. */
export function difference(a: Reference, b: Reference): Made[] {
  return [
    { class_name: 'Rescaling', config: { scale: -1, offset: 0 }, inputs: [b] },
    { class_name: 'Add', config: {}, inputs: [a, PREVIOUS] },
  ];
}
