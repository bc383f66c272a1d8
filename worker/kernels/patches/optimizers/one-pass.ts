// One step of an optimizer over all its variables, by our kernel.
import {
  engine,
  fill,
  getKernel,
  type KernelConfig,
  type NamedTensorMap,
  type Optimizer,
  type Tensor,
  tidy,
  util,
  type Variable,
} from '@tensorflow/tfjs-core';
import { OPTIMIZER_UPDATE, type UpdateAttributes } from '../../ops/optimizer-update';
import type { OptimizerStep, Slot } from './rules';

export type Gradients = Parameters<Optimizer['applyGradients']>[0];
/** What an optimizer does in a step, read off its state. */
export type Rule = (optimizer: never) => OptimizerStep;
type NamedTensor = { name: string; tensor: Tensor };

/**
 * Updates each variable and the optimizer's slots in one pass where the active backend has our kernel.
 * @returns false, having done nothing, where it has not, or for anything but float32
 */
export function applyInOnePass(optimizer: Optimizer, rule: Rule, gradients: Gradients): boolean {
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
  { update, scalars }: OptimizerStep,
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
