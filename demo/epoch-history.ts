// What each epoch has shown, with a slider to go back through the epochs; it follows the newest until moved back.
import { element } from './element';
import { perFrame } from './frame';

export interface EpochHistory<Sample> {
  /** The slider with its label; hidden until there are two epochs to choose from. */
  element: HTMLElement;
  push(epoch: number, sample: Sample): void;
}

/** Beyond these, every other epoch is forgotten: pictures of a thousand would fill the memory. */
const limit = 200;

/** Calls `show` with the epoch to be seen, now and whenever another is chosen. */
export function createEpochHistory<Sample>(
  show: (sample: Sample, epoch: number) => void,
): EpochHistory<Sample> {
  let samples: { epoch: number; sample: Sample }[] = [];
  const slider = element('input', { type: 'range', id: 'shown-epoch', min: 0, max: 0, step: 1, value: 0 });
  const said = element('span', { 'aria-hidden': 'true' });
  const node = element(
    'div',
    { class: 'epoch-slider', hidden: true },
    element('label', { for: 'shown-epoch' }, 'Show epoch'),
    slider,
    said,
  );
  const draw = perFrame(() => {
    const { epoch, sample } = samples[slider.valueAsNumber]!;
    said.textContent = String(epoch);
    slider.setAttribute('aria-valuetext', `epoch ${epoch}`);
    show(sample, epoch);
  });
  slider.addEventListener('input', draw);

  return {
    element: node,
    push(epoch, sample) {
      const chosen = samples[slider.valueAsNumber]?.epoch;
      const follows = slider.valueAsNumber === samples.length - 1;
      samples.push({ epoch, sample });
      if (samples.length > limit) samples = samples.filter((_, i) => (samples.length - 1 - i) % 2 === 0);
      slider.max = String(samples.length - 1);
      const kept = samples.findIndex((one) => one.epoch >= (chosen ?? 0));
      slider.value = String(follows || samples.length === 1 ? samples.length - 1 : kept);
      node.hidden = samples.length < 2;
      draw();
    },
  };
}
