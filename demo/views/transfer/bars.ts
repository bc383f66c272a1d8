// Probabilities as bars, one a digit.
import type { TypesByName } from 'trainlab';
import { element } from '../../element';

type Prediction = TypesByName['transfer']['prediction'];

export interface ProbabilityBars {
  element: HTMLElement;
  /** `undefined` empties the bars. */
  show(prediction: Prediction | undefined): void;
}

export function createProbabilityBars(digits: readonly number[]): ProbabilityBars {
  const rows = digits.map((digit) => {
    const share = element('span', { class: 'share' }, '–');
    const row = element(
      'li',
      { 'data-digit': digit },
      element('span', { class: 'digit' }, String(digit)),
      element('span', { class: 'bar', 'aria-hidden': 'true' }, element('span', { class: 'fill' })),
      share,
    );
    return { digit, row, share };
  });
  return {
    element: element(
      'ol',
      { class: 'bars', 'aria-label': 'Probability of each digit' },
      ...rows.map(({ row }) => row),
    ),
    show(prediction) {
      for (const { digit, row, share } of rows) {
        const probability = prediction?.probabilities.find(({ label }) => label === digit)?.probability;
        share.textContent = probability === undefined ? '–' : `${(probability * 100).toFixed(1)} %`;
        row.style.setProperty('--share', String(probability ?? 0));
        row.toggleAttribute('data-likeliest', prediction?.label === digit);
        if (probability === undefined) row.removeAttribute('data-probability');
        else row.setAttribute('data-probability', String(probability));
      }
    },
  };
}
