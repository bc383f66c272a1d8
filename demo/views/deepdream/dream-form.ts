// What deep dream asks for besides numbers: a picture, a network, and what of it to dream of.
import type { TrainOptions, TypesByName } from 'trainlab';
import { element } from '../../element';
import type { Extras, Surroundings } from '../view';
import { createLayerChoice } from './layer-choice';
import { createNetworkChoice } from './network-choice';
import { createPictureChoice } from './picture-choice';

type Options = Partial<TrainOptions<TypesByName['deepdream']>>;

export function createDreamForm(page: Surroundings): Extras<Options> {
  const picture = createPictureChoice(page.signal);
  const layers = createLayerChoice();
  const told = element('p', { class: 'hint', id: 'layers-told', role: 'status' });
  const network = createNetworkChoice(page, () => void list());
  let latest = 0;

  /** The worker answers only between two steps: while it dreams, this takes its time. */
  const list = async (): Promise<void> => {
    const turn = ++latest;
    const { network: source, ready } = network.read();
    layers.offer(undefined);
    if (!ready || !page.lab) {
      told.textContent = ready ? '' : 'Its layers are listed once it is chosen.';
      return;
    }
    told.textContent = 'Reading its layers…';
    try {
      const { layers: all } = await page.lab.inspect(source);
      if (turn !== latest || page.signal.aborted) return;
      const found = all.filter(({ dreamable }) => dreamable);
      layers.offer(found);
      told.textContent = `It has ${found.length} layer${found.length === 1 ? '' : 's'} to choose from.`;
    } catch (error) {
      if (turn !== latest || page.signal.aborted) return;
      told.textContent = '';
      network.fail((error as Error).message);
    }
  };

  const fields: readonly [RegExp, { fail(message: string): void; focus?(): void }][] = [
    [/^(image|guide)\b/, picture],
    [/^(layers|objective)\b/, layers],
    [/^(network|range)\b/, network],
  ];
  return {
    first: true,
    element: element('div', { class: 'dream-form' }, picture.element, network.element, told, layers.element),
    read() {
      const { network: source } = network.read();
      return {
        ...(picture.picture ? { image: picture.picture } : {}),
        ...(source ? { network: source } : {}),
        ...layers.read(),
      };
    },
    fail(option, message) {
      if (message === '') {
        for (const [, field] of fields) field.fail('');
        return true;
      }
      const field = fields.find(([pattern]) => pattern.test(option))?.[1];
      field?.fail(message);
      field?.focus?.();
      return field !== undefined;
    },
  };
}
