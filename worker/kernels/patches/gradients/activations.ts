// The gradients of the activations, as kernels.
import { cast, less, mul, sub, type Tensor, zerosLike } from '@tensorflow/tfjs-core';
import { addGradient, isNested, type NamedGradients, overrideGradient, runKernel } from '../override';

/** By its input: the gradient of an activation whose output does not tell where it came from. */
function byInput(activation: string): () => void {
  const name = `${activation}Grad`;
  return overrideGradient({
    kernelName: activation,
    needs: name,
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attrs) => ({ x: () => runKernel(name, { dy: dy as Tensor, x: x! }, attrs) }),
  });
}

/** By its output, computed again where it must be differentiated. Saves y, and x before it when nested. */
function byOutput(
  activation: string,
  stockSaves: 'x' | 'y',
  needs = `${activation}Grad`,
  gradient = (dy: Tensor, y: Tensor) => runKernel(needs, { dy, y }),
): () => void {
  return overrideGradient({
    kernelName: activation,
    needs,
    get inputsToSave() {
      return isNested() ? ['x'] : [];
    },
    outputsToSave: [true],
    stockSaved: ([x, y]) => [y && stockSaves === 'y' ? y : x!],
    gradFunc: (dy, [first, second]): NamedGradients => ({
      x: () => gradient(dy as Tensor, second ? runKernel(activation, { x: first! }) : first!),
    }),
  });
}

/** The gradient of a gradient kernel whose derivative is constant in pieces: zero towards what decides. */
function piecewise(name: string, by: 'x' | 'y'): () => void {
  return addGradient({
    kernelName: name,
    inputsToSave: [by],
    gradFunc: (ddx, [value], attrs) => ({
      dy: () => runKernel(name, { dy: ddx as Tensor, [by]: value! }, attrs),
      [by]: () => zerosLike(value!),
    }),
  });
}

/** The gradient of a gradient kernel dy · g(y): `slope` is g'(y). */
function smooth(name: string, slope: (y: Tensor) => Tensor): () => void {
  return addGradient({
    kernelName: name,
    inputsToSave: ['dy', 'y'],
    gradFunc: (ddx, [dy, y]) => ({
      dy: () => runKernel(name, { dy: ddx as Tensor, y: y! }),
      y: () => mul(mul(ddx as Tensor, dy!), slope(y!)),
    }),
  });
}

/** Lets the gradients of the activations run as one kernel each, to the second order. */
export function overrideActivationGradients(): (() => void)[] {
  return [
    // Step's gradient is zero, and y has the sign of x: the stock gradient of Relu may be given either.
    byOutput('Relu', 'x'),
    byInput('Relu6'),
    byInput('LeakyRelu'),
    byInput('ClipByValue'),
    byOutput('Elu', 'y'),
    byOutput('Sigmoid', 'y'),
    byOutput('Tanh', 'y'),
    byOutput('Exp', 'y', 'Exp', mul),
    piecewise('ReluGrad', 'y'),
    piecewise('Relu6Grad', 'x'),
    piecewise('LeakyReluGrad', 'x'),
    piecewise('ClipByValueGrad', 'x'),
    smooth('EluGrad', (y) => cast(less(y, 0), 'float32')),
    smooth('SigmoidGrad', (y) => sub(1, mul(2, y))),
    smooth('TanhGrad', (y) => mul(-2, y)),
  ];
}
