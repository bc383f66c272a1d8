// Right or wrong: by a sign, a word and a colour.
import { element } from './element';

export const mark = (correct: boolean): HTMLElement =>
  element(
    'span',
    { class: correct ? 'right' : 'wrong' },
    element('span', { 'aria-hidden': 'true' }, correct ? '✓ ' : '✗ '),
    correct ? 'right' : 'wrong',
  );
