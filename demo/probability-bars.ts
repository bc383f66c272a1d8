// Probabilities as bars, one a label.
import { element } from './element';

type Label = number | string;

/** What a network takes its input for. */
export interface Guess<L extends Label = Label> {
  /** The likeliest. */
  label: L;
  probabilities: readonly { label: L; probability: number }[];
}

/** How sure a guess is, in a word and in percent. */
export function sureness({ label, probabilities }: Guess): { manner: string; percent: string } {
  const share = probabilities.find((one) => one.label === label)?.probability ?? 0;
  const manner = share > 0.9 ? 'Surely' : share > 0.6 ? 'Probably' : 'Perhaps';
  return { manner, percent: `${Math.round(share * 100)} %` };
}

export interface ProbabilityBars<L extends Label = Label> {
  element: HTMLElement;
  /** `undefined` empties the bars. */
  show(guess: Guess<L> | undefined): void;
}

export function createProbabilityBars<L extends Label>(
  title: string,
  labels: readonly L[],
): ProbabilityBars<L> {
  const rows = labels.map((label) => {
    const share = element('span', { class: 'share' }, '–');
    const row = element(
      'li',
      { 'data-label': label },
      element('span', { class: 'label' }, String(label)),
      element('span', { class: 'bar', 'aria-hidden': 'true' }, element('span', { class: 'fill' })),
      share,
    );
    return { label, row, share };
  });
  const words = labels.some((label) => typeof label === 'string');
  return {
    element: element(
      'ol',
      { class: words ? 'bars words' : 'bars', 'aria-label': title },
      ...rows.map(({ row }) => row),
    ),
    show(guess) {
      for (const { label, row, share } of rows) {
        const probability = guess?.probabilities.find((one) => one.label === label)?.probability;
        share.textContent = probability === undefined ? '–' : `${(probability * 100).toFixed(1)} %`;
        row.style.setProperty('--share', String(probability ?? 0));
        row.toggleAttribute('data-likeliest', guess?.label === label);
        if (probability === undefined) row.removeAttribute('data-probability');
        else row.setAttribute('data-probability', String(probability));
      }
    },
  };
}
