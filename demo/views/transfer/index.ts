// Draw a digit from 5 to 9, and see what the trained network makes of it while the ink is still wet.
import type { Model, TypesByName } from 'trainlab';
import { element } from '../../element';
import type { View } from '../view';
import { createProbabilityBars } from './bars';
import { mnistFiles } from './mnist-files';
import { createPad } from './pad';
import { sampleStrokes } from './samples';

type Transfer = TypesByName['transfer'];

const digits = [5, 6, 7, 8, 9];

export const transfer: View<'transfer'> = {
  title: 'Draw a digit',
  invitation:
    'Train first. Then draw a 5, 6, 7, 8 or 9 here, and see what the network makes of it while you draw.',
  extras: mnistFiles,
  open(panel, run, signal) {
    const bars = createProbabilityBars(digits);
    const verdict = element('p', { class: 'verdict', id: 'verdict', role: 'status' });
    const pad = createPad(signal, () => predict());
    const clear = element('button', { type: 'button', id: 'clear' }, 'Clear');
    const sample = element('button', { type: 'button', id: 'sample' }, 'Draw one for me');
    const beside = element('div', { class: 'beside' }, verdict, sample, clear);
    panel.append(element('div', { class: 'drawing' }, pad.canvas, beside, bars.element, pad.help));
    clear.addEventListener('click', () => pad.clear());
    sample.addEventListener('click', () => {
      pad.write(sampleStrokes(digits[Math.floor(Math.random() * digits.length)]!));
    });

    let model: Model<Transfer> | undefined;
    let asking = false;
    let changed = false;
    let announced = 0;

    /** One question at a time; the drawing as it is when the answer is back asks the next. */
    const predict = async (): Promise<void> => {
      changed = true;
      if (asking || !model) return;
      asking = true;
      while (changed && !signal.aborted) {
        changed = false;
        await answer(model);
      }
      asking = false;
    };
    const answer = async (trained: Model<Transfer>): Promise<void> => {
      if (pad.empty) return show(undefined);
      try {
        show(await trained.predict(pad.pixels()));
      } catch (error) {
        show(undefined, (error as Error).message);
      }
    };
    const show = (prediction: Transfer['prediction'] | undefined, instead = 'Draw a digit from 5 to 9.') => {
      bars.show(prediction);
      // Told aloud only once the pen rests, not with every stroke.
      clearTimeout(announced);
      announced = setTimeout(() => {
        verdict.textContent = prediction ? sentence(prediction) : instead;
      }, 400);
    };

    verdict.textContent = 'Draw already. It answers once it is trained.';
    run.then(
      (result) => {
        model = result.model;
        return predict();
      },
      () => {
        verdict.textContent = 'There is no trained network yet: this training ended early.';
      },
    );
  },
};

function sentence({ label, probabilities }: Transfer['prediction']): string {
  const share = probabilities.find((one) => one.label === label)?.probability ?? 0;
  const manner = share > 0.9 ? 'Surely' : share > 0.6 ? 'Probably' : 'Perhaps';
  return `${manner} ${label === 8 ? 'an' : 'a'} ${label}: ${Math.round(share * 100)} %.`;
}
