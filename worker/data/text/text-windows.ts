// A running text as a data set: windows of tokens, each with the token that follows it.
import { DatasetError } from '../../../src/errors';
import type { Dataset, DatasetOptions, Split } from '../dataset';
import { countClasses } from '../split';
import { splitRows, TEST_SHARE } from '../split-examples';
import { Growing } from '../tables/growing';
import { LENGTH } from './text-classes';
import { TokenNumbers, type TokenUnit, tokensIn } from './tokens';

/** Of a longer text not every window is taken. */
const MOST_WINDOWS = 200_000;

/** Gathers a text as it comes. */
export class TextWindows {
  readonly unit: TokenUnit;
  readonly length: number;
  readonly #numbers = new TokenNumbers();
  readonly #tokens = new Growing<Uint32Array>(Uint32Array, 4096);
  /** What a piece ends with may go on in the next. */
  #rest = '';

  constructor({ unit = 'character', length = LENGTH }: DatasetOptions) {
    this.unit = unit;
    this.length = length;
  }

  add(piece: string): void {
    const text = this.#rest + piece.replaceAll('\r', '');
    const end = this.unit === 'character' ? text.length : text.search(/\s\S*$/) + 1;
    this.#number(text.slice(0, end));
    this.#rest = text.slice(end);
  }

  #number(text: string): void {
    for (const token of tokensIn(text, this.unit)) this.#tokens.push(this.#numbers.of(token));
  }

  /** @throws DatasetError for a text that is too short for one window */
  dataset(
    set: { name: string; source: string; format: string; notes: readonly string[]; file: string },
    options: DatasetOptions,
  ): Dataset {
    this.#number(this.#rest);
    this.#rest = '';
    const { length, unit } = this;
    const count = this.#tokens.length;
    if (count <= length) {
      const reason = `${count} ${unit}s are too few for inputs of ${length} and one that follows`;
      throw new DatasetError(set.file, reason);
    }
    const { vocabulary, renumbered } = this.#numbers.vocabulary();
    const tokens = this.#tokens.values;
    // The test is the end of the text: among the rest, it would be seen in training.
    const { test: share = TEST_SHARE } = options;
    const held = count - Math.round(count * share);
    const cut = held > length ? held : count;
    const step = Math.max(1, Math.ceil((count - length) / MOST_WINDOWS));
    const starts = (from: number, to: number) =>
      Uint32Array.from(
        { length: Math.max(0, Math.ceil((to - from - length) / step)) },
        (_, i) => from + i * step,
      );
    const { train, test } = splitRows(starts(0, cut), starts(cut, count), options);
    const notes = [...set.notes];
    if (step > 1) notes.push(`Of all windows one in ${step} is taken.`);
    if (test.length > 0) notes.push('The test is the end of the text.');
    const perClass = countClasses(
      train.map((start) => renumbered[tokens[start + length]!]!),
      vocabulary.length,
    );
    const split = (windows: Uint32Array): Split => ({
      count: windows.length,
      read(indices) {
        const values = new Int32Array(indices.length * length);
        const targets = new Int32Array(indices.length);
        for (const [i, index] of indices.entries()) {
          const start = windows[index]!;
          for (let at = 0; at < length; at++) values[i * length + at] = renumbered[tokens[start + at]!]!;
          targets[i] = renumbered[tokens[start + length]!]!;
        }
        return { inputs: [values], targets: [targets] };
      },
    });
    return {
      description: {
        name: set.name,
        source: set.source,
        format: set.format,
        kind: 'text',
        train: train.length,
        test: test.length,
        inputs: [{ name: 'tokens', shape: [length], dtype: 'int32', classes: vocabulary }],
        targets: [{ name: 'next', shape: [], dtype: 'int32', classes: vocabulary }],
        classes: vocabulary,
        perClass,
        notes,
      },
      train: split(train),
      test: split(test),
      preprocessing: { kind: 'text', unit, vocabulary, length },
      dispose() {},
    };
  }
}
