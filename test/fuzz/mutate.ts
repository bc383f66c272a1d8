// Makes a call that a kernel should take into one that it may have to refuse.
import type { Random } from '../kernels/random';
import { type Call, type Draft, type Dtype, draft, sizeOf } from './recipe';

const DTYPES: readonly Dtype[] = [
  'float32',
  'int32',
  'bool',
  'float32',
  'int32',
  'bool',
  'complex64',
  'string',
];

export function mutate(random: Random, call: Call): void {
  const inputs = Object.values(call.inputs);
  const changes = random.chance(0.8) ? 1 : 2;
  for (let i = 0; i < changes; i++) {
    const input = inputs.length > 0 ? random.pick(inputs) : undefined;
    const kind = random.pick(['length', 'length', 'rank', 'dtype', 'values', 'attribute']);
    if (kind === 'attribute' || !input) changeAttribute(random, call.attrs);
    else if (kind === 'length') changeLength(random, input);
    else if (kind === 'rank') changeRank(random, input);
    else if (kind === 'dtype') redraw(random, input, input.shape, random.pick(DTYPES));
    else redraw(random, input, input.shape, input.dtype);
  }
}

function changeLength(random: Random, input: Draft): void {
  const lengths = [...input.shape];
  if (lengths.length === 0) return;
  const at = random.integer(0, lengths.length - 1);
  lengths[at] = random.pick([0, 1, lengths[at]! + 1, Math.max(0, lengths[at]! - 1), 2 * lengths[at]! + 1]);
  redraw(random, input, lengths, input.dtype);
}

function changeRank(random: Random, input: Draft): void {
  const lengths = [...input.shape];
  if (random.chance(0.5) && lengths.length > 0) lengths.splice(random.integer(0, lengths.length - 1), 1);
  else lengths.splice(random.integer(0, lengths.length), 0, random.integer(1, 3));
  redraw(random, input, lengths, input.dtype);
}

/** Integers now reach beyond what may be an index. */
function redraw(random: Random, input: Draft, lengths: readonly number[], dtype: Dtype): void {
  if (sizeOf(lengths) > 200_000) return;
  const draw =
    dtype === 'float32' || dtype === 'complex64'
      ? () => Math.fround(random.uniform(-2, 2))
      : dtype === 'int32'
        ? () => random.integer(-9, 30)
        : () => random.integer(0, dtype === 'bool' ? 1 : 9);
  Object.assign(input, draft(lengths, dtype, draw));
}

function changeAttribute(random: Random, attrs: Record<string, unknown>): void {
  const names = Object.keys(attrs).filter(
    (name) => typeof attrs[name] === 'number' || Array.isArray(attrs[name]),
  );
  if (names.length === 0) return;
  const name = random.pick(names);
  if (name === 'scalars' || name === 'activation' || name === 'recurrentActivation') return;
  const value = attrs[name];
  if (!Array.isArray(value)) attrs[name] = random.integer(-2, 9);
  else if (random.chance(0.3)) attrs[name] = value.slice(1);
  else if (value.length > 0) {
    const copy = [...value] as unknown[];
    const at = random.integer(0, copy.length - 1);
    copy[at] = Array.isArray(copy[at])
      ? [random.integer(-2, 5), random.integer(-2, 5)]
      : random.integer(-3, 12);
    attrs[name] = copy;
  }
}
