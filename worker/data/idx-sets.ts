// Data sets that are published as IDX and have classes with names, or pictures in another order.
import type { KnownClasses } from './labelled-arrays';
import type { NumberArray } from './number-array';

export interface KnownSet {
  classesOf(labels: readonly number[]): KnownClasses | undefined;
  /** Whether its pictures are kept column by column. */
  transposed: boolean;
}

const digits = [...'0123456789'];
const upper = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const lower = [...'abcdefghijklmnopqrstuvwxyz'];
/** The lower-case letters that EMNIST's merged sets tell from the upper-case ones. */
const unlike = [...'abdefghnqrt'];

const fashion = [
  ...['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag'],
  'Ankle boot',
];
const hiragana = ['o', 'ki', 'su', 'tsu', 'na', 'ha', 'ma', 'ya', 're', 'wo'];

/** @param texts names and paths of the set */
export function knownSet(texts: readonly string[], labels: readonly NumberArray[]): KnownSet | undefined {
  const text = texts.join(' ').toLowerCase();
  const has = (pattern: RegExp) => pattern.test(text);
  if (has(/fashion/)) return { classesOf: named(fashion), transposed: false };
  if (has(/kmnist|kuzushiji/)) return { classesOf: named(hiragana), transposed: false };
  // Nothing else that is published so has the labels 1 to 26, and all of them.
  if (has(/emnist/) ? has(/letters/) || lettersAlone(labels) : lettersAlone(labels)) {
    return { classesOf: named(upper, 1), transposed: true };
  }
  if (!has(/emnist/)) return undefined;
  const all = [...digits, ...upper];
  const names = has(/balanced|bymerge/) ? [...all, ...unlike] : has(/byclass/) ? [...all, ...lower] : digits;
  return { classesOf: named(names), transposed: true };
}

function lettersAlone(labels: readonly NumberArray[]): boolean {
  const found = new Set(labels.flatMap(({ values }) => [...new Set<number>(values)]));
  return found.size === 26 && upper.every((_, i) => found.has(i + 1));
}

/** For labels that are all among these, from `first` on. */
function named(names: readonly string[], first = 0): KnownSet['classesOf'] {
  const all = names.map((_, i) => i + first);
  return (labels) => (labels.every((label) => all.includes(label)) ? { labels: all, names } : undefined);
}
