// Seeded random numbers.

/** What a generator needs to go on where it was: its identity (two words), then sfc32's four words. */
export type RandomState = readonly [number, number, number, number, number, number];

const GOLDEN_RATIO = 0x9e3779b9; // 2^32 / φ, an odd constant with no pattern

/** MurmurHash3's 32-bit finaliser (Appleby, 2011): every input bit reaches every output bit. */
function scramble(word: number): number {
  let w = word;
  w = Math.imul(w ^ (w >>> 16), 0x85ebca6b);
  w = Math.imul(w ^ (w >>> 13), 0xc2b2ae35);
  return (w ^ (w >>> 16)) >>> 0;
}

/** Mixes a label, character by character, into a word. A number and its text are different labels. */
function absorb(word: number, label: string | number): number {
  const text = `${typeof label}:${label}`;
  let w = scramble(word ^ text.length);
  for (let i = 0; i < text.length; i++) w = scramble((w + GOLDEN_RATIO) ^ text.charCodeAt(i));
  return w;
}

/**
 * Seeded random numbers: sfc32, Chris Doty-Humphrey's "small fast counting" generator (PractRand 0.94):
 * 128 bits of state, period at least 2^32, passes BigCrush and PractRand to terabytes.
 *
 * The same seed draws the same numbers on every machine (`normal` as far as `Math.log` and `Math.cos` agree).
 */
export class Random {
  #keyLow: number;
  #keyHigh: number;
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  /** @param seed a finite number, or text; any two different seeds give unrelated streams. */
  constructor(seed: string | number) {
    if (typeof seed === 'number' && !Number.isFinite(seed)) {
      throw new RangeError(`A seed must be a finite number or text, not ${seed}.`);
    }
    this.#keyLow = absorb(0, seed);
    this.#keyHigh = absorb(1, seed);
    this.#restart();
  }

  #restart(): void {
    this.#a = scramble(this.#keyLow + GOLDEN_RATIO);
    this.#b = scramble(this.#keyHigh + GOLDEN_RATIO);
    this.#c = scramble(this.#keyLow ^ this.#keyHigh);
    this.#counter = 1;
    for (let i = 0; i < 12; i++) this.word(); // the state's words start out correlated
  }

  /** The next 32 bits, as an unsigned integer. */
  word(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Uniform over [low, high), in 2^32 steps. */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * (this.word() / 0x1_0000_0000);
  }

  /** Normally distributed (Box and Muller, 1958). */
  normal(mean = 0, deviation = 1): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Uniform over 0 … n − 1, without bias (rejection). `n` is a whole number from 1 to 2^32. */
  integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 0x1_0000_0000) {
      throw new RangeError(`integer(n) needs a whole number from 1 to 2^32, not ${n}.`);
    }
    const fair = 0x1_0000_0000 - (0x1_0000_0000 % n);
    let word = this.word();
    while (word >= fair) word = this.word();
    return word % n;
  }

  /** Shuffles in place (Fisher and Yates) and returns what it was given. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const held = items[i];
      items[i] = items[j];
      items[j] = held;
    }
    return items;
  }

  /** The numbers 0 … n − 1 in random order. */
  permutation(n: number): Uint32Array {
    const order = new Uint32Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    return this.shuffle(order);
  }

  /**
   * A stream of its own, named by its label. It depends on this generator's seed and the label alone, not on
   * how much was drawn before: a new consumer does not disturb the others.
   */
  fork(label: string | number): Random {
    const child = new Random(0);
    child.#keyLow = absorb(this.#keyLow, label);
    child.#keyHigh = absorb(this.#keyHigh, label);
    child.#restart();
    return child;
  }

  /** Six unsigned 32-bit words; assigning them resumes the stream exactly there. */
  get state(): RandomState {
    const words = [this.#keyLow, this.#keyHigh, this.#a, this.#b, this.#c, this.#counter] as const;
    return words.map((word) => word >>> 0) as unknown as RandomState;
  }

  set state(state: RandomState) {
    if (state.length !== 6 || !state.every((word) => word === word >>> 0)) {
      throw new RangeError('A random state is six unsigned 32-bit integers.');
    }
    [this.#keyLow, this.#keyHigh, this.#a, this.#b, this.#c, this.#counter] = state;
  }
}
