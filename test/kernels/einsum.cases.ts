import type { CaseFile, KernelCase } from './case';
import type { Random } from './random';

const EQUATIONS = [
  ...['ij,jk->ik', 'ij,kj->ik', 'ji,jk->ik', 'ji,kj->ki', 'bij,bjk->bik', 'bij,bkj->bki', 'bij,jk->bik'],
  ...['bhqd,bhkd->bhqk', 'bhqk,bhkd->bhqd', 'abc,cde->abde', 'abc,bcd->ad', 'abc,dcb->ad', 'abcd,cbe->aed'],
  ...['ij,ij->', 'ij,ij->ij', 'ij,ij->i', 'ij,ji->j', 'i,j->ij', 'i,i->', 'ij,j->i', 'j,ij->i', 'i,ij->ij'],
  ...['abi,ci->bca', 'ij->ji', 'ij->', 'ijk->k', 'ijk->kij', 'ij->ij', 'i->i'],
  ...[
    'bnd,bmd->bmn',
    'aebc,dc->dbea',
    'ab,ab->ba',
    'abc,ab->ca',
    'ij,->ji',
    ',->',
    'xyz,zyx->y',
    'ij, jk -> ki',
  ],
];

/** Each input has a label of its own that is summed, which the CPU backend gets wrong. */
const OWN_SUMS = ['ijk,l->', 'ij,kl->ik', 'ij,kl->jl', 'ijk,jl->j', 'ij,ik->'];

const REFUSED = ['ij,jk', 'ij,jk->il', 'ii->i', 'ij,jk,kl->il', 'i...->i'];

/** Every equation at several shapes; some lengths are 1 so that broadcast-like cases come up. */
export const cases: CaseFile = (random) => [
  ...EQUATIONS.flatMap((equation) => [1, 2, 3, 4].map(() => contraction(random, equation, 'float32'))),
  ...OWN_SUMS.flatMap((equation) => [1, 2, 3, 4].map(() => ownSums(random, equation))),
  ...['ij,jk->ik', 'ij,ij->i', 'ij->j', 'i,j->ij'].map((equation) => contraction(random, equation, 'int32')),
  ...REFUSED.map((equation) => refused(equation)),
];

function contraction(random: Random, equation: string, dtype: 'float32' | 'int32'): KernelCase {
  const { shapes, values } = draw(random, equation);
  return {
    name: `einsum ${equation} ${shapes.map((shape) => `[${shape}]`).join(' ')} ${dtype}`,
    tolerance: dtype === 'int32' ? 0 : 1e-5,
    run: (tf) =>
      tf.einsum(equation, ...shapes.map((shape, index) => tf.tensor(values[index]!, shape, dtype))),
  };
}

/** Checked against the sums written out: each input's own labels first. */
function ownSums(random: Random, equation: string): KernelCase {
  const { shapes, values } = draw(random, equation);
  const [left, right] = equation.split(/,|->/) as [string, string];
  const own = (term: string, other: string) =>
    [...term].flatMap((label, axis) => (other.includes(label) || output.includes(label) ? [] : [axis]));
  const output = equation.split('->')[1]!;
  const rest = (term: string, axes: number[]) => [...term].filter((_, axis) => !axes.includes(axis)).join('');
  const axes = [own(left, right), own(right, left)] as const;
  return {
    name: `einsum ${equation} ${shapes.map((shape) => `[${shape}]`).join(' ')}`,
    run: (tf) => tf.einsum(equation, ...shapes.map((shape, index) => tf.tensor(values[index]!, shape))),
    expected: (tf) => {
      const sums = shapes.map((shape, index) => tf.sum(tf.tensor(values[index]!, shape), axes[index]!));
      return tf.einsum(`${rest(left, axes[0])},${rest(right, axes[1])}->${output}`, ...sums);
    },
  };
}

function draw(random: Random, equation: string) {
  const lengths = new Map<string, number>();
  const length = (label: string) => {
    const known = lengths.get(label) ?? (random.chance(0.15) ? 1 : random.integer(2, 13));
    lengths.set(label, known);
    return known;
  };
  const shapes = equation
    .split('->')[0]!
    .replaceAll(' ', '')
    .split(',')
    .map((term) => [...term].map(length));
  return { shapes, values: shapes.map((shape) => random.floats(shape, -5, 5)) };
}

function refused(equation: string): KernelCase {
  const count = equation.split(',').length;
  return {
    name: `einsum refuses ${equation}`,
    run: (tf) => tf.einsum(equation, ...Array.from({ length: count }, () => tf.ones([2, 2]))),
  };
}
