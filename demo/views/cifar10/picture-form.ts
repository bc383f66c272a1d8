// A place to drop a picture, and what the trained network takes it for.
import type { Model, Pixels, Run, TypesByName } from 'trainlab';
import { dropZone } from '../../drop-zone';
import { element } from '../../element';
import { createProbabilityBars, type ProbabilityBars, sureness } from '../../probability-bars';
import { paintPicture } from './paint-picture';
import { createPictureField } from './picture-field';

type Cifar10 = TypesByName['cifar10'];

export interface PictureForm {
  element: HTMLElement;
  /** Pictures to take one from, for those who have none at hand. */
  offer(pictures: Pixels[]): void;
}

export function createPictureForm(run: Run<Cifar10>, signal: AbortSignal): PictureForm {
  const canvas = element('canvas', { id: 'picture', width: 32, height: 32, role: 'img' });
  const verdict = element('p', { class: 'verdict', id: 'verdict', role: 'status' });
  const take = element(
    'button',
    { type: 'button', id: 'take', 'aria-disabled': 'true' },
    'Take a test picture',
  );
  const field = createPictureField((pixels, name) => show(pixels, name));
  const beside = element('div', { class: 'beside' }, verdict, field.element, take);
  const form = element('div', { class: 'showing' }, canvas, beside);
  dropZone(form, field.take);

  let model: Model<Cifar10> | undefined;
  let bars: ProbabilityBars<string> | undefined;
  let picture: Pixels | undefined;
  let offered: Pixels[] = [];
  let latest = 0;

  const show = (pixels: Pixels, name: string) => {
    picture = pixels;
    paintPicture(canvas, pixels);
    canvas.setAttribute('aria-label', `Chosen picture: ${name}`);
    void predict();
  };
  const predict = async (): Promise<void> => {
    if (!model || !picture) return;
    const turn = ++latest;
    try {
      const guess = await model.predict(picture);
      if (turn !== latest || signal.aborted) return;
      bars?.show(guess);
      verdict.textContent = sentence(guess);
    } catch (error) {
      if (turn === latest && !signal.aborted) verdict.textContent = (error as Error).message;
    }
  };
  take.addEventListener('click', () => {
    const place = Math.floor(Math.random() * offered.length);
    if (offered[place]) show(offered[place], `test picture ${place + 1}`);
  });

  canvas.setAttribute('aria-label', 'No picture chosen yet');
  verdict.textContent = 'Choose a picture already. It answers once it is trained.';
  run.then(
    (result) => {
      if (signal.aborted) return;
      model = result.model;
      bars = createProbabilityBars('Probability of each class', result.output.classes);
      form.append(bars.element);
      verdict.textContent = `It knows ${list(result.output.classes)}.`;
      return predict();
    },
    () => {
      verdict.textContent = 'There is no trained network yet: this training ended early.';
    },
  );
  return {
    element: form,
    offer(pictures) {
      offered = pictures;
      take.setAttribute('aria-disabled', String(pictures.length === 0));
    },
  };
}

function list(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function sentence(guess: Cifar10['prediction']): string {
  const { manner, percent } = sureness(guess);
  return `${manner} ${guess.label}: ${percent}.`;
}
