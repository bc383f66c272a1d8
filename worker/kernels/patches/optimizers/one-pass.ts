// One step of an optimizer over all its variables, by our kernel.
import {
  engine,
  getKernel,
  type KernelConfig,
  type NamedTensorMap,
  type Optimizer,
  type Tensor,
  util,
  type Variable,
} from '@tensorflow/tfjs-core';
import { OPTIMIZER_UPDATE, type UpdateAttributes } from '../../ops/optimizer-update';
import type { OptimizerStep, Rule } from './rules';
import { slotOf, withSlotsInPlace } from './slots';

export type Gradients = Parameters<Optimizer['applyGradients']>[0];
type NamedTensor = { name: string; tensor: Tensor };

/**
 * Updates each variable and its slots in one pass where the active backend has our kernel.
 * @param otherwise TensorFlow.js' own code, as corrected, which runs elsewhere, and for anything but float32; it too gets the
 *   slots of each variable
 */
export function applyRule(
  optimizer: Optimizer,
  rule: Rule,
  gradients: Gradients,
  otherwise: () => void,
): void {
  const named: NamedTensor[] = Array.isArray(gradients)
    ? gradients
    : Object.entries(gradients as NamedTensorMap).map(([name, tensor]) => ({ name, tensor }));
  const values = named.map(({ name }) => engine().registeredVariables[name]!);
  const slots = rule.slots(optimizer as never);
  const { iterations } = optimizer;
  const kernel = getKernel(OPTIMIZER_UPDATE, engine().backendName) as KernelConfig | undefined;
  if (!kernel || !values.every((value, i) => isSupported(value, named[i]!.tensor))) {
    if (slots.length === 0) otherwise();
    else withSlotsInPlace(slots, values, iterations, otherwise);
    return;
  }

  const step = rule.step(optimizer as never);
  for (const [i, { tensor: gradient }] of named.entries()) {
    const value = values[i]!;
    const entries = slots.map((slot) => slotOf(slot, value, iterations));
    if (gradient == null) continue;
    const since = entries[0]?.since ?? 0;
    const scalars = since > 0 && step.scalarsSince ? step.scalarsSince(since) : step.scalars;
    update(kernel, step.update, scalars, gradient, [value, ...entries.map(({ variable }) => variable)]);
  }
  step.finish?.();
  (optimizer as unknown as { incrementIterations(): void }).incrementIterations();
}

/** A gradient may be missing: its variable then stays as it is. */
function isSupported(value: Variable | undefined, gradient: Tensor | null | undefined): boolean {
  if (value?.dtype !== 'float32') return false;
  return gradient == null || (gradient.dtype === 'float32' && util.arraysEqual(gradient.shape, value.shape));
}

function update(
  { kernelFunc }: KernelConfig,
  update: OptimizerStep['update'],
  scalars: number[],
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
