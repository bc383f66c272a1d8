// The confusion matrix: how many test pictures of each class (row) were taken for each class (column).
import type { TypesByName } from 'trainlab';
import { element } from '../../element';
import { createScrollingTable } from '../../scrolling-table';

type Sample = TypesByName['cifar10']['sample'];

export interface ConfusionTable {
  element: HTMLElement;
  show(sample: Sample, epoch: number): void;
}

export function createConfusionTable(): ConfusionTable {
  const frame = createScrollingTable('Confusion matrix', { class: 'confusion' });
  const head = frame.table.querySelector('thead')!;
  const body = frame.table.querySelector('tbody')!;
  return {
    element: frame.element,
    show({ classes, confusion, classAccuracy }, epoch) {
      frame.caption(
        `Confusion after epoch ${epoch}: a row for what it is, a column for what it was taken for.`,
      );
      head.replaceChildren(
        element(
          'tr',
          {},
          element('th', { scope: 'col' }, 'Class'),
          ...classes.map((name) =>
            element('th', { scope: 'col', class: 'upright' }, element('span', {}, name)),
          ),
          element('th', { scope: 'col' }, 'Right'),
        ),
      );
      body.replaceChildren(
        ...classes.map((name, i) => {
          const counts = confusion[i]!;
          const all = counts.reduce((sum, count) => sum + count, 0);
          return element(
            'tr',
            {},
            element('th', { scope: 'row' }, name),
            ...counts.map((count, k) => cell(count, all, i === k)),
            element('td', { class: 'share' }, all === 0 ? '–' : `${Math.round(classAccuracy[i]! * 100)} %`),
          );
        }),
      );
    },
  };
}

/** Shaded by its share of the row; the diagonal, where it was right, has a frame as well. */
function cell(count: number, all: number, right: boolean): HTMLElement {
  const td = element('td', { class: right ? 'hit' : 'miss', 'data-empty': count === 0 }, String(count));
  td.style.setProperty('--share', String(all === 0 ? 0 : count / all));
  return td;
}
