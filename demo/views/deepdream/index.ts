// Watch a picture being dreamt on, compare it with what it was, and take it home.
import type { TypesByName } from 'trainlab';
import { element } from '../../element';
import type { View } from '../view';
import { createComparison } from './comparison';
import { createDreamForm } from './dream-form';

type Deepdream = TypesByName['deepdream'];

export const deepdream: View<'deepdream'> = {
  title: 'Watch it dream',
  invitation:
    'Drop a picture here or choose one in the settings, and press Dream. Without one, it dreams of a drawn landscape.',
  action: { button: 'Dream', done: 'Dreamt' },
  // A picture that cannot be read is refused as it is chosen: files that fail later are the network's.
  fileField: 'network',
  usesTrained: true,
  wide: true,
  extras: createDreamForm,
  open(panel, run, signal) {
    const comparison = createComparison();
    const told = element('p', { class: 'verdict', id: 'dream-told', role: 'status' });
    const download = element(
      'button',
      { type: 'button', id: 'download', 'aria-disabled': 'true' },
      'Download PNG',
    );
    const beside = element('div', { class: 'beside' }, told, download);
    const dream = element('div', { class: 'dream', hidden: true }, comparison.element, beside);
    panel.append(dream);

    run.on(
      'sample',
      ({ sample: { image, original, octave, octaves, step, steps } }) => {
        dream.hidden = false;
        if (original) comparison.showBefore(original);
        comparison.showAfter(image, `The dream in octave ${octave} of ${octaves}, step ${step} of ${steps}`);
        const text = `Octave ${octave} of ${octaves}: ${image.width} × ${image.height}.`;
        if (told.textContent !== text) told.textContent = text;
      },
      { signal },
    );
    const finish = (output: Deepdream['output']) => {
      if (signal.aborted) return;
      comparison.showAfter(output.image, `The dream, ${output.image.width} × ${output.image.height}`);
      comparison.compare();
      told.textContent = sentence(output);
      download.setAttribute('aria-disabled', 'false');
    };
    run.then(
      ({ output }) => finish(output),
      () => {
        if (!signal.aborted) panel.replaceChildren(unseen());
      },
    );
    download.addEventListener('click', () => {
      if (download.getAttribute('aria-disabled') === 'false') void save(comparison.after);
    });
  },
};

const unseen = (): HTMLElement =>
  element(
    'p',
    { class: 'invitation' },
    element('span', {}, 'This dream ended before there was anything to see.'),
  );

function sentence({ octaves, layers, network, image }: Deepdream['output']): string {
  const names = Object.keys(layers);
  const whose = network === 'embedded' ? 'the embedded network' : network;
  const seen = names.length > 0 ? `what ${list(names)} of ${whose} see${names.length > 1 ? '' : 's'}` : whose;
  const count = `${octaves.length} octave${octaves.length === 1 ? '' : 's'}`;
  return `${image.width} × ${image.height} pixels, dreamt of ${seen} in ${count}.`;
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

async function save(canvas: HTMLCanvasElement): Promise<void> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) return;
  const href = URL.createObjectURL(blob);
  element('a', { href, download: 'dream.png' }).click();
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
