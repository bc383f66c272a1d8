// Ten generated digits of each class, a row a class: what the generator can do after an epoch.
import type { TypesByName } from 'trainlab';
import { element } from '../../element';
import { createGreyCanvas } from './grey-canvas';

export interface DigitGrid {
  element: HTMLElement;
  show(grid: TypesByName['acgan']['sample']['grid'], epoch: number): void;
}

const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

export function createDigitGrid(signal: AbortSignal): DigitGrid {
  const canvas = createGreyCanvas('grid', signal);
  const title = element('figcaption', { class: 'caption' });
  const labels = digits.map((digit) => element('li', {}, String(digit)));
  const rows = element('ol', { 'aria-hidden': 'true' }, ...labels);
  return {
    element: element(
      'figure',
      { class: 'digit-grid' },
      title,
      element('div', { class: 'rows' }, rows, canvas.element),
    ),
    show(grid, epoch) {
      title.textContent = `After epoch ${epoch}: ten of each, from the same random numbers each time`;
      canvas.show(
        [grid],
        1,
        `Generated digits after epoch ${epoch}: ten rows from 0 to 9, ten of each digit.`,
      );
    },
  };
}
