// Right or wrong: by a sign, a colour and a word, which a text of one's own leaves to screen readers.
import { element } from './element';

export function mark(correct: boolean, text?: string): HTMLElement {
  const word = correct ? 'right' : 'wrong';
  return element(
    'span',
    { class: word },
    element('span', { 'aria-hidden': 'true' }, correct ? '✓ ' : '✗ '),
    text === undefined ? word : element('span', { class: 'visually-hidden' }, `${word}: `),
    text,
  );
}
