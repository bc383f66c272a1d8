// Calls of kernels that work element by element, along axes, or on matrices.
import type { Random } from '../kernels/random';
import {
  axes,
  axis,
  bools,
  broadcastable,
  type Draft,
  draft,
  floats,
  ints,
  numbers,
  type Recipe,
  shape,
  shuffled,
} from './recipe';

const unary = (attrs: (random: Random) => Record<string, unknown> = () => ({}), draw = floats): Recipe => {
  return (random) => ({ inputs: { x: draw(random, shape(random)) }, attrs: attrs(random) });
};

const binary =
  (draw: typeof numbers, other = draw): Recipe =>
  (random) => {
    const whole = shape(random, random.integer(0, 4));
    const sides = shuffled(random, [whole, random.chance(0.5) ? whole : broadcastable(random, whole)]);
    const dtype = random.chance(0.8) ? draw : other;
    const [a, b] = sides.map((lengths) => dtype(random, lengths));
    return { inputs: { a: a!, b: b! }, attrs: {} };
  };

const reduction =
  (draw: typeof numbers, attribute = 'axis'): Recipe =>
  (random) => {
    const x = draw(random, shape(random));
    const some = axes(random, x.shape.length);
    return { inputs: { x }, attrs: { [attribute]: some, keepDims: random.chance(0.3) } };
  };

const alongAxis =
  (attrs: (random: Random) => Record<string, unknown> = () => ({}), least = 0): Recipe =>
  (random) => {
    const lengths = shape(random, random.integer(1, 4)).map((length) => Math.max(least, length));
    const x = floats(random, lengths);
    return { inputs: { x }, attrs: { axis: axis(random, x.shape.length), ...attrs(random) } };
  };

const gradient =
  (other: 'x' | 'y', attrs = {}): Recipe =>
  (random) => {
    const lengths = shape(random);
    return { inputs: { dy: floats(random, lengths), [other]: floats(random, lengths) }, attrs };
  };

const sameShape =
  (names: string[], attrs = {}): Recipe =>
  (random) => {
    const lengths = shape(random, random.integer(1, 3));
    return { inputs: Object.fromEntries(names.map((name) => [name, floats(random, lengths)])), attrs };
  };

const matrices =
  (fused: boolean): Recipe =>
  (random) => {
    const [m, depth, n] = shape(random, 3).map((length) => Math.min(length, 40)) as [number, number, number];
    const batch = fused ? [1] : shape(random, random.integer(0, 2)).map((length) => Math.min(length, 5));
    const [transposeA, transposeB] = [random.chance(0.3), random.chance(0.3)];
    const draw = !fused && random.chance(0.2) ? ints : floats;
    const a = draw(random, [...batch, ...(transposeA ? [depth, m] : [m, depth])]);
    const outer = random.chance(0.7) ? batch : batch.map(() => 1);
    const b = draw(random, [...outer, ...(transposeB ? [n, depth] : [depth, n])]);
    const inputs: Record<string, Draft> = { a, b };
    if (!fused) return { inputs, attrs: { transposeA, transposeB } };
    if (random.chance(0.6)) inputs.bias = floats(random, [n]);
    const activation = random.pick(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu']);
    if (activation === 'prelu') inputs.preluActivationWeights = floats(random, [n]);
    return { inputs, attrs: { transposeA, transposeB, activation, leakyreluAlpha: 0.2 } };
  };

const EQUATIONS = [
  'ij,jk->ik',
  'ij,ij->',
  'bij,bjk->bik',
  'ij->ji',
  'i,j->ij',
  'ijk,jl->ikl',
  'ijk->j',
  'ij,j->i',
];

const einsum: Recipe = (random) => {
  const equation = random.pick(EQUATIONS);
  const lengths = new Map([...'ijklb'].map((label) => [label, random.integer(1, 9)]));
  const terms = equation.split('->')[0]!.split(',');
  const inputs = terms.map((term) =>
    floats(
      random,
      [...term].map((label) => lengths.get(label)!),
    ),
  );
  return { inputs, attrs: { equation } };
};

const complex = (random: Random, lengths: readonly number[]) =>
  draft(lengths, 'complex64', () => Math.fround(random.uniform(-2, 2)));

export const elementwiseRecipes: Record<string, Recipe> = {
  ...Object.fromEntries(
    ['Acos', 'Asin', 'Atanh'].map((name) => [name, unary(undefined, (r, s) => floats(r, s, -0.9, 0.9))]),
  ),
  ...Object.fromEntries(
    ['Acosh', 'Log', 'Log1p', 'Rsqrt', 'Sqrt', 'Reciprocal'].map((name) => [
      name,
      unary(undefined, (r, s) => floats(r, s, 1.1, 4)),
    ]),
  ),
  ...Object.fromEntries(
    [
      'Abs',
      'Asinh',
      'Atan',
      'Ceil',
      'Cos',
      'Cosh',
      'Elu',
      'Erf',
      'Exp',
      'Expm1',
      'Floor',
      'IsFinite',
      'IsInf',
    ]
      .concat([
        'IsNan',
        'Neg',
        'Relu',
        'Relu6',
        'Round',
        'Selu',
        'Sigmoid',
        'Sign',
        'Sin',
        'Sinh',
        'Softplus',
      ])
      .concat(['Square', 'Tan', 'Tanh'])
      .map((name) => [name, unary()]),
  ),
  ...Object.fromEntries(
    ['Identity', 'ZerosLike', 'OnesLike'].map((name) => [name, unary(undefined, numbers)]),
  ),
  ...Object.fromEntries(
    ['Add', 'Sub', 'Multiply', 'Maximum', 'Minimum', 'SquaredDifference', 'Equal', 'NotEqual', 'Less']
      .concat(['LessEqual', 'Greater', 'GreaterEqual'])
      .map((name) => [name, binary(floats, ints)]),
  ),
  ...Object.fromEntries(
    ['RealDiv', 'FloorDiv', 'Pow', 'Mod', 'Atan2'].map((name) => [
      name,
      binary((r, s) => floats(r, s, 0.5, 3)),
    ]),
  ),
  ...Object.fromEntries(['LogicalAnd', 'LogicalOr', 'LogicalXor'].map((name) => [name, binary(bools)])),
  BitwiseAnd: binary((r, s) => ints(r, s, 0, 99)),
  ...Object.fromEntries(['Sum', 'Mean', 'Min', 'Prod'].map((name) => [name, reduction(floats)])),
  ...Object.fromEntries(['All', 'Any'].map((name) => [name, reduction(bools)])),
  Max: reduction(floats, 'reductionIndices'),
  ...Object.fromEntries(['ArgMax', 'ArgMin'].map((name) => [name, alongAxis(undefined, 1)])),
  ...Object.fromEntries(
    ['Cumsum', 'Cumprod'].map((name) => [
      name,
      alongAxis((random) => ({ exclusive: random.chance(0.5), reverse: random.chance(0.5) })),
    ]),
  ),
  ...Object.fromEntries(
    ['ReluGrad', 'Relu6Grad', 'EluGrad', 'SigmoidGrad', 'TanhGrad'].map((n) => [n, gradient('y')]),
  ),
  LeakyReluGrad: gradient('x', { alpha: 0.2 }),
  ClipByValueGrad: gradient('x', { clipValueMin: -1, clipValueMax: 1 }),
  AntirectifierGrad: (random) => {
    const lengths = shape(random, random.integer(1, 3));
    const doubled = [...lengths.slice(0, -1), 2 * lengths.at(-1)!];
    return { inputs: { dy: floats(random, doubled), x: floats(random, lengths) }, attrs: { epsilon: 1e-7 } };
  },
  Antirectifier: (random) => ({
    inputs: { x: floats(random, shape(random, random.integer(1, 3))) },
    attrs: { epsilon: 1e-7 },
  }),
  SoftmaxGrad: sameShape(['dy', 'y']),
  Softmax: (random) => {
    const logits = floats(random, shape(random, random.integer(1, 3)));
    return { inputs: { logits }, attrs: { dim: logits.shape.length - 1 } };
  },
  AddN: (random) => {
    const lengths = shape(random);
    return { inputs: Array.from({ length: random.integer(1, 4) }, () => floats(random, lengths)), attrs: {} };
  },
  LogicalNot: unary(undefined, bools),
  LeakyRelu: unary(() => ({ alpha: 0.2 })),
  Step: unary(() => ({ alpha: 0.1 })),
  ClipByValue: unary(() => ({ clipValueMin: -1, clipValueMax: 1 })),
  Cast: unary((random) => ({ dtype: random.pick(['float32', 'int32', 'bool', 'complex64']) }), numbers),
  Prelu: (random) => {
    const x = floats(random, shape(random, random.integer(1, 4)));
    return { inputs: { x, alpha: floats(random, x.shape.slice(1)) }, attrs: {} };
  },
  BatchMatMul: matrices(false),
  _FusedMatMul: matrices(true),
  Einsum: einsum,
  BroadcastScaled: (random) => {
    const whole = shape(random, random.integer(0, 4));
    const x = floats(random, broadcastable(random, whole));
    return { inputs: { x }, attrs: { shape: whole, scale: 0.5 } };
  },
  OptimizerUpdate: (random) => {
    const lengths = shape(random);
    const names = ['gradient', 'from0', 'to0', 'from1', 'to1'];
    return {
      inputs: Object.fromEntries(names.map((name) => [name, floats(random, lengths)])),
      attrs: { update: 'momentumUpdate', scalars: [0.1, 0.9, 0] },
    };
  },
  SeededUniform: (random) => ({
    inputs: {},
    attrs: { shape: shape(random), min: -1, max: 1, seed: random.integer(0, 99), counter: 0 },
  }),
  SeededNormal: (random) => ({
    inputs: {},
    attrs: { shape: shape(random), mean: 0, standardDeviation: 1, seed: random.integer(0, 99), counter: 0 },
  }),
  SeededDropout: (random) => ({
    inputs: { x: floats(random, shape(random)) },
    attrs: { rate: 0.5, seed: random.integer(0, 99), counter: 0 },
  }),
  Complex: sameShape(['real', 'imag']),
  Real: (random) => ({ inputs: { input: complex(random, shape(random)) }, attrs: {} }),
  Imag: (random) => ({ inputs: { input: complex(random, shape(random)) }, attrs: {} }),
  ComplexAbs: (random) => ({ inputs: { x: complex(random, shape(random)) }, attrs: {} }),
  ...Object.fromEntries(
    ['FFT', 'IFFT'].map((name) => [
      name,
      (random: Random) => ({
        inputs: { input: complex(random, [random.integer(1, 3), random.integer(1, 40)]) },
        attrs: {},
      }),
    ]),
  ),
  LstmForward: (random) => {
    const { sizes, attrs, weights, state } = recurrent(random, 4);
    const { batch, steps, size } = sizes;
    const inputs: Record<string, Draft> = { x: floats(random, [batch, steps, size]), ...weights };
    if (random.chance(0.5)) Object.assign(inputs, { h0: state(), c0: state() });
    return { inputs, attrs };
  },
  LstmBackward: (random) => {
    const { sizes, attrs, weights, state, sequence } = recurrent(random, 4);
    const inputs: Record<string, Draft> = { recurrent: weights.recurrent!, saved: sequence(6 * sizes.units) };
    if (random.chance(0.7)) inputs.dHidden = sequence(sizes.units);
    if (random.chance(0.5)) Object.assign(inputs, { dLastH: state(), dLastC: state() });
    if (random.chance(0.5)) Object.assign(inputs, { h0: state(), c0: state() });
    return { inputs, attrs };
  },
  LstmWeightsGrad: (random) => {
    const { sizes, attrs, state, sequence } = recurrent(random, 4);
    const inputs: Record<string, Draft> = { hidden: sequence(sizes.units), sums: sequence(4 * sizes.units) };
    if (random.chance(0.5)) inputs.h0 = state();
    return { inputs, attrs };
  },
  GruForward: (random) => {
    const { sizes, attrs, weights, state } = recurrent(random, 3);
    const { batch, steps, size } = sizes;
    const inputs: Record<string, Draft> = { x: floats(random, [batch, steps, size]), ...weights };
    if (random.chance(0.5)) inputs.h0 = state();
    return { inputs, attrs };
  },
  GruBackward: (random) => {
    const { sizes, attrs, weights, state, sequence } = recurrent(random, 3);
    const inputs: Record<string, Draft> = {
      recurrent: weights.recurrent!,
      hidden: sequence(sizes.units),
      saved: sequence(4 * sizes.units),
    };
    if (random.chance(0.7)) inputs.dHidden = sequence(sizes.units);
    if (random.chance(0.5)) inputs.dLastH = state();
    if (random.chance(0.5)) inputs.h0 = state();
    return { inputs, attrs };
  },
  GruWeightsGrad: (random) => {
    const { sizes, attrs, state, sequence } = recurrent(random, 3);
    const { units } = sizes;
    const inputs: Record<string, Draft> = {
      hidden: sequence(units),
      saved: sequence(4 * units),
      sums: sequence(3 * units),
    };
    if (random.chance(0.5)) inputs.h0 = state();
    return { inputs, attrs };
  },
};

function recurrent(random: Random, gates: number) {
  const draw = () => random.integer(1, 9);
  const sizes = { batch: draw(), steps: draw(), size: draw(), units: draw() };
  const { batch, steps, size, units } = sizes;
  const weights: Record<string, Draft> = {
    kernel: floats(random, [size, gates * units], -0.5, 0.5),
    recurrent: floats(random, [units, gates * units], -0.5, 0.5),
  };
  if (random.chance(0.5)) weights.bias = floats(random, [gates * units]);
  return {
    sizes,
    weights,
    attrs: { steps, backwards: random.chance(0.5), activation: 4, recurrentActivation: 2 },
    state: () => floats(random, [batch, units]),
    sequence: (width: number) => floats(random, [batch, steps, width]),
  };
}
