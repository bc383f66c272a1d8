// Ten sums of the validation set: question, true answer, guess, right or wrong.
import type { TypesByName } from 'trainlab';
import { element } from '../../element';
import { mark } from '../../mark';

type Row = TypesByName['addition']['sample'][number];

export interface AnswerRows {
  element: HTMLElement;
  show(rows: readonly Row[], epoch: number): void;
}

const headings = ['Sum', 'Answer', 'Guess', ''];

export function createAnswerRows(): AnswerRows {
  const caption = element('caption', {}, 'After the first epoch: ten sums that it does not train on.');
  const body = element('tbody');
  const head = element(
    'tr',
    {},
    ...headings.map((text) => (text === '' ? element('td') : element('th', { scope: 'col' }, text))),
  );
  return {
    element: element('table', { class: 'answers' }, caption, element('thead', {}, head), body),
    show(rows, epoch) {
      const right = rows.filter(({ correct }) => correct).length;
      caption.textContent = `After epoch ${epoch}: ${right} of ${rows.length} right. It does not train on these sums.`;
      body.replaceChildren(...rows.map(line));
    },
  };
}

function line({ question, answer, guess, correct }: Row): HTMLElement {
  return element(
    'tr',
    { 'data-correct': String(correct) },
    element('th', { scope: 'row' }, question),
    element('td', {}, answer),
    element('td', {}, guess || '–'),
    element('td', {}, mark(correct)),
  );
}
