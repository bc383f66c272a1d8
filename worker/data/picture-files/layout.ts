// What the folders of pictures say: which class each is of, and whether it is to train on or to test with.

/** A picture's place in the set. */
export interface Placed {
  /** `undefined` for a picture in no folder, where others are in folders. */
  label: string | undefined;
  /** `undefined` where the folders say nothing of it. */
  part: 'train' | 'test' | undefined;
}

const PARTS: Record<string, 'train' | 'test'> = {
  ...{ train: 'train', training: 'train', train_set: 'train', training_set: 'train' },
  ...{ test: 'test', testing: 'test', test_set: 'test', val: 'test', valid: 'test', validation: 'test' },
};

const partOf = (folder: string) => PARTS[folder.toLowerCase().replaceAll('-', '_')];

/**
 * The class is the outermost folder in which the pictures differ, but for `train` and `test` (or `val`) above it.
 * @param otherwise the class where no picture is in a folder
 */
export function layOut(paths: readonly string[], otherwise: string): Placed[] {
  const shared = withoutShared(paths.map((path) => path.split('/').slice(0, -1)));
  const outer = new Set(shared.folders.map(([first]) => first));
  const divided = outer.size > 1 && [...outer].every((folder) => folder !== undefined && partOf(folder));
  if (!divided) {
    // All in `train`, say: that folder is no class.
    const last = shared.last !== undefined && !partOf(shared.last) ? shared.last : otherwise;
    return labelled(shared.folders, last).map((label) => ({ label, part: undefined }));
  }
  // The same folder may come again in each part: train/flowers/rose, test/flowers/rose.
  const inner = withoutShared(shared.folders.map((folders) => folders.slice(1)));
  const labels = labelled(inner.folders, inner.last ?? otherwise);
  return labels.map((label, i) => ({ label, part: partOf(shared.folders[i]![0]!) }));
}

function labelled(folders: readonly string[][], otherwise: string): (string | undefined)[] {
  const none = folders.every(({ length }) => length === 0);
  return folders.map(([label]) => (none ? otherwise : label));
}

/** Without the outer folders that all have in common; the innermost of those is `last`. */
function withoutShared(folders: readonly string[][]): { folders: string[][]; last: string | undefined } {
  let rest = [...folders];
  let last: string | undefined;
  while (rest.length > 0 && rest.every(([first]) => first !== undefined && first === rest[0]![0])) {
    last = rest[0]![0];
    rest = rest.map((path) => path.slice(1));
  }
  return { folders: rest, last };
}
