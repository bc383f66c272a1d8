// Different sums to ask: no two of them add the same pair of numbers. Short numbers come as often as long ones.
import type { Random, RandomState } from '../../training/random';

export interface Question {
  question: string;
  answer: string;
}

/** Of the sums of the validation set whose longer number has so many digits, each counted once. */
export interface AdditionLength {
  digits: number;
  sums: number;
  /** How many of them are answered without a mistake. */
  right: number;
  /** Whether they are held back from training: two single digits are too few for that, beside longer numbers. */
  unseen: boolean;
}

/** Two numbers to add, the one with fewer digits first. */
export type Pair = readonly [a: number, b: number];

/** The pairs of a shorter and a longer number with so many digits each. */
interface Lengths {
  shorter: number;
  longer: number;
  /** How many different pairs there are. */
  pairs: number;
  /** How often two numbers have these lengths, each length being drawn for itself. */
  weight: number;
}

/** Which sums to train on, and which to hold back. a+b and b+a are one sum: they are on the same side. */
export interface Sums {
  train: Pair[];
  held: Pair[];
  /**
   * Sums of two single digits that are all in `train`, none being held back: there are only 55, and what a network
   * has not seen of them it does not infer from longer ones.
   */
  single: Pair[];
}

/**
 * Draws `count` different pairs of numbers of 1 to `digits` digits, or as many as there are. The number of digits is
 * drawn evenly; where there are no more short pairs, longer ones take their place.
 * @param share of the pairs to hold back, of each combination of lengths but two single digits beside longer numbers
 */
export function drawSums(count: number, digits: number, share: number, random: Random): Sums {
  const sums: Sums = { train: [], held: [], single: [] };
  const wanted = shareOut(count, lengthsUpTo(digits));
  let before = 0;
  for (const { lengths, count } of wanted) {
    const pairs = drawPairs(lengths, count, random);
    const single = digits > 1 && lengths.longer === 1 && count === lengths.pairs;
    if (single) sums.single.push(...pairs);
    before += count;
    const held = single ? 0 : Math.round(before * share) - sums.held.length;
    sums.held.push(...pairs.slice(0, held));
    sums.train.push(...pairs.slice(held));
  }
  return sums;
}

function lengthsUpTo(digits: number): Lengths[] {
  const all: Lengths[] = [];
  for (let longer = 1; longer <= digits; longer++) {
    for (let shorter = 1; shorter <= longer; shorter++) {
      const [n, m] = [numbersOf(shorter).count, numbersOf(longer).count];
      const same = shorter === longer;
      all.push({ shorter, longer, pairs: same ? (n * (n + 1)) / 2 : n * m, weight: same ? 1 : 2 });
    }
  }
  return all;
}

/** The numbers with so many digits; 0 has one. */
function numbersOf(length: number): { first: number; count: number } {
  const first = length === 1 ? 0 : 10 ** (length - 1);
  return { first, count: 10 ** length - first };
}

/** How many pairs of each combination of lengths: by their weights, as far as there are so many. The scarcest first. */
function shareOut(count: number, all: Lengths[]): { lengths: Lengths; count: number }[] {
  let left = count;
  let weights = all.reduce((sum, { weight }) => sum + weight, 0);
  const scarcest = [...all].sort((one, other) => one.pairs / one.weight - other.pairs / other.weight);
  return scarcest.map((lengths) => {
    const count = Math.min(lengths.pairs, Math.round((left * lengths.weight) / weights));
    left -= count;
    weights -= lengths.weight;
    return { lengths, count };
  });
}

/** So many different pairs of these lengths. */
function drawPairs({ shorter, longer, pairs }: Lengths, count: number, random: Random): Pair[] {
  const [a, b] = [numbersOf(shorter), numbersOf(longer)];
  // Where most of them are wanted, the last ones would be long in coming.
  if (count > pairs / 2) {
    const all: Pair[] = [];
    for (let i = 0; i < a.count; i++) {
      for (let j = shorter === longer ? i : 0; j < b.count; j++) all.push([a.first + i, b.first + j]);
    }
    return random.shuffle(all).slice(0, count);
  }
  const drawn = new Map<number, Pair>();
  while (drawn.size < count) {
    const pair = [a.first + random.integer(a.count), b.first + random.integer(b.count)] as const;
    const [low, high] = [Math.min(...pair), Math.max(...pair)];
    drawn.set(low * 10 ** longer + high, [low, high]);
  }
  return [...drawn.values()];
}

/** Asks a pair, its first number first or last. */
export function ask([a, b]: Pair, turned = false): Question {
  return { question: turned ? `${b}+${a}` : `${a}+${b}`, answer: `${a + b}` };
}

/** Every pair, its first number first and last. */
export function bothWays(pairs: Pair[]): Question[] {
  const turned = pairs.filter(([a, b]) => a !== b).map((pair) => ask(pair, true));
  return [...pairs.map((pair) => ask(pair)), ...turned];
}

interface EvenLengthsState {
  random: RandomState;
  groups: { numbers: number[]; next: number }[];
}

/**
 * Draws from questions so that one-digit numbers come as often as those of each other length: where there are few of
 * them, again and again. No question comes twice before all of the same lengths have come.
 */
export class EvenLengths {
  readonly #random: Random;
  /** The numbers of the questions, by the lengths of their two numbers. */
  readonly #groups: { numbers: number[]; next: number }[];

  constructor(questions: readonly Question[], random: Random) {
    this.#random = random;
    const groups = new Map<string, number[]>();
    for (const [number, { question }] of questions.entries()) {
      const lengths = question.replace(/\d/g, '0');
      const group = groups.get(lengths);
      if (group) group.push(number);
      else groups.set(lengths, [number]);
    }
    this.#groups = [...groups.values()].map((numbers) => ({ numbers, next: numbers.length }));
  }

  /** Where it stands: a copy. */
  get state(): EvenLengthsState {
    const groups = this.#groups.map(({ numbers, next }) => ({ numbers: [...numbers], next }));
    return { random: this.#random.state, groups };
  }

  set state({ random, groups }: EvenLengthsState) {
    this.#random.state = random;
    for (const [i, { numbers, next }] of groups.entries()) {
      this.#groups[i]!.numbers.splice(0, numbers.length, ...numbers);
      this.#groups[i]!.next = next;
    }
  }

  /** Numbers of `count` questions in random order, for an epoch. */
  permutation(count: number): Uint32Array {
    const order = new Uint32Array(count);
    // Which ones get one more is left to chance.
    const groups = this.#random.shuffle([...this.#groups]);
    for (let i = 0; i < count; i++) order[i] = this.#draw(groups[i % groups.length]!);
    return this.#random.shuffle(order);
  }

  #draw(group: { numbers: number[]; next: number }): number {
    if (group.next === group.numbers.length) {
      this.#random.shuffle(group.numbers);
      group.next = 0;
    }
    return group.numbers[group.next++]!;
  }
}
