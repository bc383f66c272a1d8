// A data set's training examples in two parts.
import { InvalidOptionError } from '../../src/errors';
import type { SplitOptions } from '../../src/protocol';
import type { Dataset } from './dataset';
import { countClasses, divide, readTargets, subset } from './split';

/**
 * The training examples of a data set, to train on and to test with; its test examples are left out.
 * @returns what shares the examples of `whole`, and gives nothing back itself
 * @throws InvalidOptionError if a part would be without examples
 */
export async function splitDataset(whole: Dataset, { test, seed }: Required<SplitOptions>): Promise<Dataset> {
  const { description, train } = whole;
  const { classes } = description;
  const labels = classes && (await readTargets(train));
  const parts = divide(train.count, test, seed, labels && ((index) => labels[index]!));
  if (parts.test.length === 0) {
    const found = `${test} of ${train.count} examples`;
    throw new InvalidOptionError('test', found, 'a share that is at least one example');
  }
  const counts =
    classes &&
    countClasses(
      Array.from(parts.train, (index) => labels![index]!),
      classes.length,
    );
  return {
    description: {
      ...description,
      ...{ train: parts.train.length, test: parts.test.length },
      ...(counts && { perClass: counts }),
    },
    train: subset(train, parts.train),
    test: subset(train, parts.test),
    preprocessing: whole.preprocessing,
    dispose() {},
  };
}
