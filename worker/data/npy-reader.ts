// Data sets in NumPy's files: .npy, or .npz, which is a zip of them.
import { DatasetError } from '../../src/errors';
import type { DatasetReader, ReadContext, SourceFile } from './dataset';
import { type LabelledArrays, labelledDataset } from './labelled-arrays';
import { isNpy, parseNpy } from './npy';
import { type NumberArray, productOf } from './number-array';
import { type PartName, partNameOf } from './part-names';

const HEAD = 8;
const LOOKED_AT = 64;

interface NamedArray extends PartName {
  path: string;
  array: NumberArray;
}

export const npyReader: DatasetReader = {
  format: 'npy',

  async recognises(files) {
    for (const file of files.slice(0, LOOKED_AT)) if (isNpy(await file.head(HEAD))) return true;
    return false;
  },

  async read(files, context) {
    const arrays = await readArrays(files, context);
    const byPart = (wanted: PartName['part']) => arrays.filter(({ part }) => part === wanted);
    const unnamed = byPart(undefined);
    const notes: string[] = [];
    const groups = [
      { part: 'train', arrays: byPart('train') },
      { part: 'test', arrays: byPart('test') },
      { part: 'validation', arrays: byPart('validation') },
    ].filter((group) => group.arrays.length > 0);
    if (groups.length > 0 && unnamed.length > 0) {
      notes.push(`Neither to train on nor to test with, and left out: ${list(unnamed)}.`);
    }
    const [first, ...others] = groups.length > 0 ? groups : [{ part: 'train', arrays: unnamed }];
    const [second, third] = others;
    if (third) notes.push(`To test with there is ${list(second!.arrays)}; left out: ${list(third.arrays)}.`);
    return labelledDataset(
      {
        format: 'npy',
        train: pairIn(first!.arrays, context.source),
        test: second && pairIn(second.arrays, context.source),
        notes,
      },
      context,
    );
  },
};

const list = (arrays: readonly NamedArray[]) => arrays.map(({ path }) => path).join(', ');

async function readArrays(
  files: readonly SourceFile[],
  { report, signal }: ReadContext,
): Promise<NamedArray[]> {
  const found: NamedArray[] = [];
  for (const [i, file] of files.entries()) {
    signal.throwIfAborted();
    if (!isNpy(await file.head(HEAD))) continue;
    report(i / files.length, `Reading ${file.path}`);
    const bytes = new Uint8Array(await (await file.blob()).arrayBuffer());
    found.push({
      path: file.path,
      array: parseNpy(bytes, file.path),
      ...partNameOf(file.path.replace(/\.npy$/i, '')),
    });
  }
  return found;
}

/** The one by name where one name tells; else the one of more numbers are the examples. */
function pairIn(arrays: readonly NamedArray[], source: string): LabelledArrays {
  const refuse = (why: string): never => {
    const found = arrays.map(({ path, array }) => `${path} (${array.shape.join(' × ') || 'one number'})`);
    throw new DatasetError(
      source,
      `expected arrays of examples and of labels, such as x_train and y_train: ${why} in ${found.join(', ')}`,
    );
  };
  const one = (holds: PartName['holds'], all: readonly NamedArray[]): NamedArray | undefined => {
    const those = all.filter((array) => array.holds === holds);
    if (those.length > 1) refuse(`${those.length} of ${holds}`);
    return those[0];
  };
  let examples = one('examples', arrays);
  let labels = one('labels', arrays);
  if (!examples || !labels) {
    const rest = arrays.filter((array) => array !== examples && array !== labels);
    const needed = (examples ? 0 : 1) + (labels ? 0 : 1);
    if (rest.length !== needed)
      refuse(rest.length < needed ? 'one is missing' : 'it is not told which is which');
    const size = ({ array }: NamedArray) => productOf(array.shape);
    const bySize = [...rest].sort((a, b) => size(b) - size(a));
    examples ??= bySize.shift()!;
    labels ??= bySize.shift()!;
  }
  return {
    examples: examples.array,
    labels: labels.array,
    examplesFile: examples.path,
    labelsFile: labels.path,
  };
}
