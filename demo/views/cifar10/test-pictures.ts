// Test pictures, with what they show and what the network takes them for.
import type { TypesByName } from 'trainlab';
import { element } from '../../element';
import { mark } from '../../mark';
import { paintPicture } from './paint-picture';

type Sample = TypesByName['cifar10']['sample'];
type Prediction = Sample['predictions'][number];

export interface TestPictures {
  element: HTMLElement;
  show(sample: Sample, epoch: number): void;
}

export function createTestPictures(): TestPictures {
  const title = element('p', { class: 'caption', id: 'test-pictures' });
  const list = element('ul', { class: 'test-pictures', 'aria-labelledby': title.id });
  return {
    element: element('div', {}, title, list),
    show({ predictions }, epoch) {
      const right = predictions.filter(({ label, guess }) => label === guess).length;
      title.textContent = `Test pictures after epoch ${epoch}: ${right} of ${predictions.length} right.`;
      list.replaceChildren(...predictions.map(item));
    },
  };
}

function item({ picture, label, guess, probability }: Prediction): HTMLElement {
  const correct = label === guess;
  const canvas = element('canvas', { role: 'img', 'aria-label': `Picture of class ${label}` });
  paintPicture(canvas, picture);
  return element(
    'li',
    { 'data-correct': String(correct) },
    canvas,
    mark(correct, guess),
    element('span', { class: 'hint' }, `${Math.round(probability * 100)} %`),
    correct ? null : element('span', { class: 'hint' }, `is ${label}`),
  );
}
