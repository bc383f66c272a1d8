import {
  AdadeltaOptimizer,
  AdagradOptimizer,
  AdamaxOptimizer,
  AdamOptimizer,
  engine,
  fill,
  getKernel,
  type KernelConfig,
  MomentumOptimizer,
  type NamedTensorMap,
  type Optimizer,
  RMSPropOptimizer,
  SGDOptimizer,
  type Tensor,
  tidy,
  util,
  type Variable,
} from '@tensorflow/tfjs-core';
import { adadelta, adagrad, adam, adamax, momentum, rmsprop, type Slot, type Step, sgd } from './rules';
import { OPTIMIZER_UPDATE, type UpdateAttributes } from './update';

type Gradients = Parameters<Optimizer['applyGradients']>[0];
type NamedTensor = { name: string; tensor: Tensor };
type Rule = (optimizer: never) => Step;

const rules: readonly [{ prototype: Optimizer }, Rule][] = [
  [SGDOptimizer, sgd],
  [MomentumOptimizer, momentum],
  [AdamOptimizer, adam],
  [AdamaxOptimizer, adamax],
  [RMSPropOptimizer, rmsprop],
  [AdadeltaOptimizer, adadelta],
  [AdagradOptimizer, adagrad],
];

let restore: (() => void) | undefined;

/**
 * Lets TensorFlow.js' own optimizers update each variable and its slots in one pass where the active backend
 * has our kernel. Their state, names, saved weights and results stay what they are; on other backends, and
 * for anything but float32, they run as before. Calling it again changes nothing.
 * @returns a function that undoes it
 */
export function installOptimizers(): () => void {
  if (restore) return restore;
  const undo = rules.map(([{ prototype }, rule]) => {
    const original = prototype.applyGradients;
    prototype.applyGradients = function (this: Optimizer, gradients: Gradients) {
      if (!applyInOnePass(this, rule, gradients)) original.call(this, gradients);
    };
    return () => {
      prototype.applyGradients = original;
    };
  });
  restore = () => {
    for (const put of undo) put();
    restore = undefined;
  };
  return restore;
}

/** Returns false, having done nothing, where the original must do it. */
function applyInOnePass(optimizer: Optimizer, rule: Rule, gradients: Gradients): boolean {
  const kernel = getKernel(OPTIMIZER_UPDATE, engine().backendName) as KernelConfig | undefined;
  if (!kernel) return false;
  const named: NamedTensor[] = Array.isArray(gradients)
    ? gradients
    : Object.entries(gradients as NamedTensorMap).map(([name, tensor]) => ({ name, tensor }));
  const values = named.map(({ name }) => engine().registeredVariables[name]);
  if (!values.every((value, i) => isSupported(value, named[i]!.tensor))) return false;

  const step = rule(optimizer as never);
  for (const [i, { tensor: gradient }] of named.entries()) {
    const value = values[i]!;
    const states = [value, ...step.slots.map((slot) => slotAt(slot, i, named[i]!.name, value))];
    if (gradient != null) update(kernel, step, gradient, states);
  }
  step.finish?.();
  (optimizer as unknown as { incrementIterations(): void }).incrementIterations();
  return true;
}

/** A gradient may be missing: its variable then stays as it is. */
function isSupported(value: Variable | undefined, gradient: Tensor | null | undefined): boolean {
  if (value?.dtype !== 'float32') return false;
  return gradient == null || (gradient.dtype === 'float32' && util.arraysEqual(gradient.shape, value.shape));
}

function slotAt(
  { variables, suffix, initial = 0 }: Slot,
  i: number,
  name: string,
  value: Variable,
): Variable {
  variables[i] ??= {
    originalName: `${name}/${suffix}`,
    variable: tidy(() => fill(value.shape, initial).variable(false)),
  };
  return variables[i].variable;
}

function update(
  { kernelFunc }: KernelConfig,
  { update, scalars }: Step,
  gradient: Tensor,
  states: Variable[],
): void {
  const { backend } = engine();
  const targets = states.map((state) =>
    backend.refCount(state.dataId) === 1 ? state : uninitialized(state),
  );
  const inputs: NamedTensorMap = { gradient };
  for (const [n, state] of states.entries()) {
    inputs[`from${n}`] = state;
    inputs[`to${n}`] = targets[n]!;
  }
  const attrs: UpdateAttributes = { update, scalars };
  kernelFunc({ inputs, attrs: { ...attrs }, backend });
  for (const [n, state] of states.entries()) {
    const target = targets[n]!;
    if (target === state) continue;
    state.assign(target);
    target.dispose();
  }
}

/** Someone else holds the variable's data, a clone perhaps: what they hold must not change. */
function uninitialized({ shape }: Variable): Tensor {
  const { backend } = engine();
  const dataId = backend.write(null as never, shape, 'float32');
  return engine().makeTensorFromTensorInfo({ dataId, shape, dtype: 'float32' });
}
