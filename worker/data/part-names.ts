// What the names of files say: whether they are to train on or to test with, and hold examples or labels.

/** What a file of a data set holds, as far as its name tells. */
export interface PartName {
  part?: 'train' | 'test' | 'validation';
  holds?: 'examples' | 'labels';
}

/** @param path with folders, which may tell what the name does not */
export function partNameOf(path: string): PartName {
  const [base = '', folder = '', ...outer] = path.toLowerCase().split('/').reverse();
  return {
    ...partOf(outer.join('/')),
    ...partOf(folder),
    ...partOf(base),
    ...holdsOf(folder.replaceAll('data', '')),
    ...holdsOf(base),
  };
}

const word = (names: string) => new RegExp(`(^|[^a-z])(${names})([^a-z]|$)`);
const VALIDATION = word('val|valid|validation|dev');
const LABELS = word('y|class|classes');
const EXAMPLES = word('x|data');

function partOf(text: string): Pick<PartName, 'part'> {
  if (/t10k|test/.test(text)) return { part: 'test' };
  if (/train/.test(text)) return { part: 'train' };
  return VALIDATION.test(text) ? { part: 'validation' } : {};
}

function holdsOf(text: string): Pick<PartName, 'holds'> {
  if (/label|target/.test(text) || LABELS.test(text)) return { holds: 'labels' };
  return /image|img|feature|input/.test(text) || EXAMPLES.test(text) ? { holds: 'examples' } : {};
}
