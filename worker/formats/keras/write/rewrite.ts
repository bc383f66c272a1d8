// What TensorFlow.js has and Keras has not, or otherwise, as layers of Keras that do the same: every Keras opens them
// without code of ours.
import type { Reference } from '../../topology/model-json';
import { freeName, functional, type WrittenLayer, type WrittenModel } from './written-model';

type Part = Omit<WrittenLayer, 'calls' | 'name'> & { from: readonly (number | 'input')[] };

/** Of the last axis, as the antirectifier has it: added to the sum of squares before the root. */
const ANTIRECTIFIER_EPSILON = 1e-12;

/** @returns the parts, the last of which has the layer's output; `undefined` where Keras has the layer */
function partsOf(layer: WrittenLayer): Part[] | undefined {
  const { type, config } = layer;
  const bare = {
    type,
    config: { ...config, activation: 'linear' },
    ...(layer.layer ? { layer: layer.layer } : {}),
  };
  if (type === 'Antirectifier') return antirectifier(layer);
  if (type === 'ThresholdedReLU') {
    return [{ type: 'ReLU', config: { threshold: config.theta }, from: ['input'] }];
  }
  if (config.activation !== 'hard_sigmoid' || 'recurrent_activation' in config || 'cell' in config)
    return undefined;
  // Keras 3 has another function of that name.
  const hard: Part[] = [
    { type: 'Rescaling', config: { scale: 0.2, offset: 0.5 }, from: [-1] },
    { type: 'ReLU', config: { max_value: 1 }, from: [-1] },
  ];
  if (type === 'Activation') return [{ ...hard[0]!, from: ['input'] }, hard[1]!];
  return [{ ...bare, from: ['input'] }, ...hard];
}

/**
 * z = x − mean(x), y = z / √(Σ z² + ε), [max(y, 0), max(−y, 0)]: a layer normalisation gives z / √(Σ z² / n + ε / n),
 * which is √n times y.
 */
function antirectifier({ shape }: WrittenLayer): Part[] | undefined {
  const n = (shape?.at(-1) ?? 0) / 2;
  if (!(n > 0)) return undefined;
  const normalization = { axis: -1, epsilon: ANTIRECTIFIER_EPSILON / n, center: false, scale: false };
  const scale = 1 / Math.sqrt(n);
  return [
    { type: 'LayerNormalization', config: normalization, from: ['input'] },
    { type: 'Rescaling', config: { scale, offset: 0 }, from: [0] },
    { type: 'Rescaling', config: { scale: -scale, offset: 0 }, from: [0] },
    { type: 'ReLU', config: {}, from: [1] },
    { type: 'ReLU', config: {}, from: [2] },
    { type: 'Concatenate', config: { axis: -1 }, from: [3, 4] },
  ];
}

/**
 * The network with such layers written out; the last part of each has its name.
 * @param kept types of layers that stay as they are
 */
export function rewritten(model: WrittenModel, kept: ReadonlySet<string> = new Set()): WrittenModel {
  const within = model.layers.map((layer) =>
    layer.model ? { ...layer, model: rewritten(layer.model, kept) } : layer,
  );
  const parts = new Map(within.map((layer) => [layer, kept.has(layer.type) ? undefined : partsOf(layer)]));
  const straight = [...parts.values()].every((all) => all?.every(({ from }) => from.length === 1) ?? true);
  const whole = { ...model, layers: within };
  if ([...parts.values()].every((all) => !all)) return whole;
  const made: WrittenLayer[] = [];
  const base = straight ? whole : functional(whole);
  const taken = new Set(base.layers.map(({ name }) => name));
  for (const [i, layer] of base.layers.entries()) {
    const all = parts.get(within[i]!);
    if (!all) {
      made.push(layer);
      continue;
    }
    const names = all.map((part, k) => {
      if (k === all.length - 1) return layer.name;
      const name = freeName(`${layer.name}_${part.type.toLowerCase()}`, taken);
      taken.add(name);
      return name;
    });
    for (const [k, part] of all.entries()) {
      const { from, ...rest } = part;
      const name = names[k]!;
      const calls = layer.calls.map((inputs, call) =>
        from.flatMap((one): Reference[] => {
          if (one === 'input') return inputs;
          return [[names[one < 0 ? k + one : one]!, call, 0]];
        }),
      );
      made.push({ ...rest, name, config: { ...part.config, name }, calls });
    }
  }
  return { ...base, layers: made };
}
