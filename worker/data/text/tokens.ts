// Text as tokens: characters or words, by number.
import { Growing } from '../tables/growing';

export type TokenUnit = 'character' | 'word';

/** The most frequent ones are kept; what is not among them is number 0. */
export const LARGEST_VOCABULARY = 10_000;

/**
 * Words in lower case, numbers, each sign by itself, and line breaks. Where a script has no spaces between words,
 * each of its characters.
 */
const WORDS =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]|[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*|\p{N}+|\n|[^\s]/gu;

/** In order. Characters are Unicode's, not halves of them. */
export function tokensIn(text: string, unit: TokenUnit): Iterable<string> {
  return unit === 'character' ? text : (text.toLowerCase().match(WORDS) ?? []);
}

/** Numbers tokens as they come. */
export class TokenNumbers {
  readonly #numberOf = new Map<string, number>();
  readonly #counts = new Growing<Uint32Array>(Uint32Array);

  of(token: string): number {
    let number = this.#numberOf.get(token);
    if (number === undefined) {
      number = this.#numberOf.size;
      this.#numberOf.set(token, number);
      this.#counts.push(0);
    }
    this.#counts.values[number]!++;
    return number;
  }

  /**
   * The most frequent tokens first, of equally frequent ones by their characters; number 0 is none of them.
   * @returns the vocabulary, and the number in it of each number given before
   */
  vocabulary(): { vocabulary: string[]; renumbered: Int32Array } {
    const counts = this.#counts.values;
    const tokens = [...this.#numberOf].sort(([a, i], [b, j]) => counts[j]! - counts[i]! || (a < b ? -1 : 1));
    const kept = tokens.slice(0, LARGEST_VOCABULARY - 1);
    const renumbered = new Int32Array(tokens.length);
    for (const [place, [, number]] of kept.entries()) renumbered[number] = place + 1;
    return { vocabulary: ['', ...kept.map(([token]) => token)], renumbered };
  }
}
