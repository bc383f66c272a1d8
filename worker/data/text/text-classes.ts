// Texts with a class each, as a data set: the last tokens of each, filled up before them.
import { DatasetError } from '../../../src/errors';
import type { Dataset, DatasetOptions, Split } from '../dataset';
import { countClasses } from '../split';
import { rowsBetween, splitRows } from '../split-examples';
import { Growing } from '../tables/growing';
import { TokenNumbers, type TokenUnit, tokensIn } from './tokens';

/** Tokens in one input, where the page does not say. */
export const LENGTH = 40;

/** Gathers texts as they come. */
export class TextClasses {
  readonly unit: TokenUnit;
  readonly length: number;
  readonly #numbers = new TokenNumbers();
  readonly #tokens = new Growing<Uint32Array>(Uint32Array, 4096);
  /** Where each text's tokens end. */
  readonly #ends = new Growing<Uint32Array>(Uint32Array);
  #longest = 0;

  constructor({ unit = 'character', length = LENGTH }: DatasetOptions) {
    this.unit = unit;
    this.length = length;
  }

  get texts(): number {
    return this.#ends.length;
  }

  add(text: string): void {
    const tokens = [...tokensIn(text, this.unit)];
    this.#longest = Math.max(this.#longest, tokens.length);
    for (const token of tokens.slice(-this.length)) this.#tokens.push(this.#numbers.of(token));
    this.#ends.push(this.#tokens.length);
  }

  /**
   * @param labels of each text: one of the classes; −1 leaves it out
   * @param testFrom the first text that is for the test; as many as there are where they come in one piece
   * @throws DatasetError for fewer than two classes
   */
  dataset(
    set: {
      name: string;
      source: string;
      format: string;
      notes: readonly string[];
      file: string;
      field: string;
    },
    { classes, labels, testFrom }: { classes: string[]; labels: Int32Array; testFrom: number },
    options: DatasetOptions,
  ): Dataset {
    const { length, unit } = this;
    if (classes.length < 2) {
      throw new DatasetError(set.file, `every text has the same class: ${JSON.stringify(classes[0])}`);
    }
    const labelled = (from: number, to: number) => rowsBetween(from, to, (text) => labels[text]! >= 0);
    const held = testFrom < this.texts ? labelled(testFrom, this.texts) : undefined;
    const { train, test } = splitRows(labelled(0, testFrom), held, options, (text) => labels[text]!);
    if (train.length === 0) throw new DatasetError(set.file, 'there is no text to train with');
    const { vocabulary, renumbered } = this.#numbers.vocabulary();
    const tokens = this.#tokens.values;
    const ends = this.#ends.values;
    const perClass = countClasses(
      train.map((text) => labels[text]!),
      classes.length,
    );
    const notes = [...set.notes];
    if (this.#longest > length) {
      notes.push(`Of longer texts the last ${length} ${unit}s count; the longest has ${this.#longest}.`);
    }
    const split = (texts: Uint32Array): Split => ({
      count: texts.length,
      read(indices) {
        const values = new Int32Array(indices.length * length);
        const targets = new Int32Array(indices.length);
        for (const [i, index] of indices.entries()) {
          const text = texts[index]!;
          const end = ends[text]!;
          const begin = text === 0 ? 0 : ends[text - 1]!;
          for (let at = begin; at < end; at++)
            values[(i + 1) * length - (end - at)] = renumbered[tokens[at]!]!;
          targets[i] = labels[text]!;
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
        targets: [{ name: set.field, shape: [], dtype: 'int32', classes }],
        classes,
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
