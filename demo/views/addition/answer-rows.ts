// Ten sums of the validation set: question, true answer, guess, right or wrong; and how many are right by length.
import type { TypesByName } from 'trainlab';
import { element } from '../../element';
import { mark } from '../../mark';

type Sample = TypesByName['addition']['sample'];
type Row = Sample['rows'][number];
type Length = Sample['lengths'][number];

export interface AnswerRows {
  element: HTMLElement;
  show(sample: Sample, epoch: number): void;
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
  const table = element('table', { class: 'answers' }, caption, element('thead', {}, head), body);
  const shares = element('p', { class: 'lengths' });
  return {
    element: element('div', {}, table, shares),
    show({ rows, lengths }, epoch) {
      const right = rows.filter(({ correct }) => correct).length;
      caption.textContent = `After epoch ${epoch}: ${right} of ${rows.length} right. It does not train on these sums.`;
      body.replaceChildren(...rows.map(line));
      shares.textContent = `Of all that it is tested on, right are ${lengths.map(share).join('; ')}.`;
    },
  };
}

function share({ digits, sums, right, unseen }: Length): string {
  const longer = digits === 1 ? 'of single digits' : `with up to ${digits} digits`;
  return `${right} of ${sums} sums ${longer}${unseen ? '' : ' (of which it trains on all)'}`;
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
