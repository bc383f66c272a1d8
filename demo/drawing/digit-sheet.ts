// A sheet to draw digits on, and what the trained network makes of them while the ink is still wet.
import type { Model, Pixels, Run, TypesByName } from 'trainlab';
import { element } from '../element';
import { createProbabilityBars, type Guess, sureness } from '../probability-bars';
import { createPad } from './pad';
import { sampleStrokes } from './sample-strokes';

/** An experiment whose network reads drawings of digits. */
type Reader = TypesByName['transfer'] | TypesByName['antirectifier'];

interface Sheet<T extends Reader> {
  run: Run<T>;
  signal: AbortSignal;
  /** The digits that the network knows, in order and without gaps. */
  digits: readonly number[];
}

export function createDigitSheet<T extends Reader>({ run, signal, digits }: Sheet<T>): HTMLElement {
  const invitation = `Draw a digit from ${digits[0]} to ${digits.at(-1)}.`;
  const bars = createProbabilityBars('Probability of each digit', digits);
  const verdict = element('p', { class: 'verdict', id: 'verdict', role: 'status' });
  const pad = createPad(signal, () => predict());
  const clear = element('button', { type: 'button', id: 'clear' }, 'Clear');
  const sample = element('button', { type: 'button', id: 'sample' }, 'Draw one for me');
  const beside = element('div', { class: 'beside' }, verdict, sample, clear);
  clear.addEventListener('click', () => pad.clear());
  sample.addEventListener('click', () => {
    pad.write(sampleStrokes(digits[Math.floor(Math.random() * digits.length)]!));
  });

  let model: Model<T> | undefined;
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
      await answer((drawing) => model!.predict(drawing) as Promise<Guess<number>>);
    }
    asking = false;
  };
  const answer = async (ask: (drawing: Pixels) => Promise<Guess<number>>): Promise<void> => {
    if (pad.empty) return show(undefined);
    try {
      show(await ask(pad.pixels()));
    } catch (error) {
      show(undefined, (error as Error).message);
    }
  };
  const show = (guess: Guess<number> | undefined, instead = invitation) => {
    bars.show(guess);
    // Told aloud only once the pen rests, not with every stroke.
    clearTimeout(announced);
    announced = window.setTimeout(() => {
      verdict.textContent = guess ? sentence(guess) : instead;
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
  return element('div', { class: 'drawing' }, pad.canvas, beside, bars.element, pad.help);
}

function sentence(guess: Guess<number>): string {
  const { manner, percent } = sureness(guess);
  return `${manner} ${guess.label === 8 ? 'an' : 'a'} ${guess.label}: ${percent}.`;
}
