import { broadcast_util, util } from '@tensorflow/tfjs-core';
import type { Contract } from '../../runtime/border';
import { sizeOf } from '../shape';
import {
  all,
  dimensions,
  dtypes,
  expect,
  floats,
  rank,
  sameDtype,
  sameShape,
  shaped,
  wholeNumbers,
} from './checks';

const binary = sameDtype('a', 'b');
const bools = dtypes(['bool']);
const numbers = dtypes(['float32', 'int32']);

/** An elementwise gradient reads its second input as it goes through dy. */
const gradient = all(floats(), sameShape());

const prelu: Contract = ({ inputs }, name) => {
  const { x, alpha } = inputs;
  const whole = broadcast_util.assertAndGetBroadcastShape(x!.shape, alpha!.shape);
  expect(
    util.arraysEqual(whole, x!.shape),
    name,
    () => `alpha [${alpha!.shape}] does not fit x [${x!.shape}].`,
  );
};

const matrices: Contract = ({ inputs }, name) => {
  const { a, b } = inputs;
  const ranks = a!.shape.length >= 2 && b!.shape.length >= 2;
  expect(ranks, name, () => `a is [${a!.shape}], b is [${b!.shape}]; both must have two dimensions or more.`);
  const batches = [a!, b!].map(({ shape }) => sizeOf(shape.slice(0, -2)));
  expect(
    (batches[0] !== 0) === (batches[1] !== 0),
    name,
    () => `a is [${a!.shape}], b is [${b!.shape}]: one holds no matrices.`,
  );
};

/** How many states (the variable and its slots) and scalars an optimizer's export takes. */
const updates: Readonly<Record<string, [states: number, scalars: number]>> = {
  sgdUpdate: [1, 1],
  momentumUpdate: [2, 3],
  adamUpdate: [3, 8],
  adamaxUpdate: [3, 5],
  rmspropUpdate: [3, 5],
  centeredRmspropUpdate: [4, 5],
  adadeltaUpdate: [3, 4],
  adagradUpdate: [2, 2],
};

const optimizerUpdate: Contract = ({ inputs, attrs }, name) => {
  const expected = updates[attrs.update as string];
  const given = [(Object.keys(inputs).length - 1) / 2, (attrs.scalars as number[]).length];
  expect(
    expected !== undefined && `${expected}` === `${given}`,
    name,
    () =>
      `${attrs.update} got ${given[0]} states and ${given[1]} scalars; it takes ${expected?.join(' and ')}.`,
  );
};

const normalization: Contract = ({ inputs }, name) => {
  const { x, ...statistics } = inputs;
  for (const [key, tensor] of Object.entries(statistics)) {
    const fits = !tensor || sizeOf(tensor.shape) > 0 || sizeOf(x!.shape) === 0;
    expect(fits, name, () => `"${key}" is empty, x is [${x!.shape}].`);
    const alike = !tensor || tensor.shape.length === inputs.mean!.shape.length;
    expect(
      alike,
      name,
      () => `"${key}" [${tensor!.shape}] has not the rank of the mean [${inputs.mean!.shape}].`,
    );
  }
};

const table: Record<string, Contract> = {
  Prelu: all(dtypes(['float32', 'int32'], 'x'), floats('alpha'), prelu),
  Sigmoid: floats(),
  Tanh: floats(),
  Erf: floats(),
  AddN: all(sameDtype(), sameShape()),
  Softmax: all(floats(), ({ inputs, attrs }, name) => {
    const last = inputs.logits!.shape.length - 1;
    expect(attrs.dim === last, name, () => `dim is ${attrs.dim}; only the last, ${last}, is there.`);
  }),
  LogicalNot: bools,
  ClipByValue: ({ attrs }, name) => {
    const { clipValueMin, clipValueMax } = attrs as Record<string, number>;
    const rising = clipValueMin! <= clipValueMax!;
    expect(rising, name, () => `the least value, ${clipValueMin}, is above the largest, ${clipValueMax}.`);
  },
  BatchMatMul: all(numbers, sameDtype(), matrices),
  _FusedMatMul: all(floats(), matrices),
  Einsum: all(numbers, sameDtype()),
  FusedBatchNorm: all(floats(), normalization),
  OptimizerUpdate: all(floats(), sameShape(), optimizerUpdate),
  BroadcastScaled: all(floats(), ({ inputs, attrs }, name) => {
    const [x, shape] = [inputs.x!.shape, attrs.shape as number[]];
    const whole = broadcast_util.assertAndGetBroadcastShape(x, shape);
    expect(util.arraysEqual(whole, shape), name, () => `x [${x}] cannot be broadcast to [${shape}].`);
  }),
  SeededDropout: floats(),
  Antirectifier: all(floats(), ({ inputs }, name) => {
    expect(inputs.x!.shape.length > 0, name, () => 'x is a scalar.');
  }),
  AntirectifierGrad: all(floats(), (call, name) => {
    const { shape } = call.inputs.x!;
    expect(shape.length > 0, name, () => 'x is a scalar.');
    shaped(call, name, 'dy', [...shape.slice(0, -1), 2 * shape.at(-1)!]);
  }),
  Max: all(numbers, dimensions('x', 'reductionIndices')),
  TopK: all(numbers, ({ inputs, attrs }, name) => {
    const last = inputs.x!.shape.at(-1) ?? 0;
    const k = attrs.k as number;
    expect(
      last > 0 && Number.isInteger(k) && k >= 0 && k <= last,
      name,
      () => `k is ${k}, x is [${inputs.x!.shape}].`,
    );
  }),
  LinSpace: wholeNumbers('num'),
  Range: ({ attrs }, name) => expect(attrs.step !== 0, name, () => 'step is 0.'),
  FFT: atLeastOne('input'),
  IFFT: atLeastOne('input'),
  Multinomial: all(floats(), rank('logits', 2), wholeNumbers('numSamples', 0)),
};

function atLeastOne(key: string): Contract {
  return ({ inputs }, name) => expect(inputs[key]!.shape.length > 0, name, () => `"${key}" is a scalar.`);
}

const families: [readonly string[], Contract][] = [
  [['Add', 'Sub', 'Multiply', 'RealDiv', 'FloorDiv', 'Maximum', 'Minimum', 'SquaredDifference'], binary],
  [['Pow', 'Mod', 'Atan2', 'Equal', 'NotEqual', 'Less', 'LessEqual', 'Greater', 'GreaterEqual'], binary],
  [['LogicalAnd', 'LogicalOr', 'LogicalXor'], bools],
  [['BitwiseAnd'], dtypes(['int32'])],
  [['Abs', 'Neg', 'Sign', 'Square'], numbers],
  [
    ['ReluGrad', 'Relu6Grad', 'LeakyReluGrad', 'ClipByValueGrad', 'EluGrad', 'SigmoidGrad', 'TanhGrad'],
    gradient,
  ],
  [['SoftmaxGrad'], gradient],
  [['Sum', 'Min', 'Prod'], all(numbers, dimensions('x', 'axis'))],
  [['All', 'Any'], all(bools, dimensions('x', 'axis'))],
  [['Mean', 'ArgMax', 'ArgMin'], dimensions('x', 'axis')],
  [['Cumsum', 'Cumprod'], all(numbers, dimensions('x', 'axis', { negative: false }))],
];

export const elementwiseContracts: Readonly<Record<string, Contract>> = {
  ...table,
  ...Object.fromEntries(families.flatMap(([names, contract]) => names.map((name) => [name, contract]))),
};
