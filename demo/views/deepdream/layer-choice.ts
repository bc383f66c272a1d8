// The fields for what is dreamt of: layers with their coefficients, or one channel of one.
import type { NetworkLayer } from 'trainlab';
import { element } from '../../element';
import { labelled } from '../../field';

export interface Dreamt {
  layers?: Record<string, number>;
  objective?: { layer: string; channel: number };
}

export interface LayerChoice {
  element: HTMLElement;
  /** Offers the layers of another network, its default dream chosen; `undefined`: none are known yet. */
  offer(layers: NetworkLayer[] | undefined): void;
  /** `{}`: the network's default dream. */
  read(): Dreamt;
  fail(message: string): void;
  focus(): void;
}

export function createLayerChoice(): LayerChoice {
  const mode = element(
    'select',
    { id: 'option-layers' },
    element('option', { value: 'layers' }, 'What its layers see'),
    element('option', { value: 'channel' }, 'One channel or class'),
  );
  const field = labelled({
    name: 'layers',
    label: 'Dream of',
    input: mode,
    hint: 'Early layers see lines and textures, later ones shapes and things',
  });
  const chosen = element('ul', { class: 'dreamt-layers', 'aria-label': 'Layers to dream of' });
  const add = element('select', { id: 'add-layer' });
  const adding = plain('Add a layer', add);
  const layer = element('select', { id: 'objective-layer' });
  const channel = element('input', { id: 'objective-channel', type: 'number', min: 0, step: 1, value: 0 });
  const one = element('div', { class: 'one-channel' }, plain('Layer', layer), plain('Channel', channel));

  let known: readonly NetworkLayer[] = [];
  let coefficients = new Map<string, HTMLInputElement>();

  const showMode = () => {
    const layers = mode.value === 'layers';
    chosen.hidden = adding.hidden = !layers || known.length === 0;
    one.hidden = layers || known.length === 0;
    field.fail();
  };
  const limit = () => {
    const channels = known.find(({ name }) => name === layer.value)?.shape.at(-1);
    channel.max = channels ? String(channels - 1) : '';
    if (channels && channel.valueAsNumber >= channels) channel.value = '0';
  };
  const offerRest = () => {
    const rest = known.filter(({ name }) => !coefficients.has(name));
    add.replaceChildren(element('option', { value: '' }, 'Choose…'), ...rest.map(choice));
  };
  const include = (name: string, coefficient: number) => {
    const input = element('input', {
      ...{ type: 'number', step: 0.1, value: coefficient, 'aria-label': `Coefficient of ${name}` },
    });
    const remove = element('button', { type: 'button', 'aria-label': `Leave out ${name}` }, '×');
    const item = element('li', {}, element('span', {}, name), input, remove);
    remove.addEventListener('click', () => {
      coefficients.delete(name);
      item.remove();
      offerRest();
      add.focus();
    });
    coefficients.set(name, input);
    chosen.append(item);
  };
  add.addEventListener('change', () => {
    if (!add.value) return;
    include(add.value, 1);
    coefficients.get(add.value)?.focus();
    field.fail();
    offerRest();
  });
  mode.addEventListener('change', showMode);
  layer.addEventListener('change', limit);

  return {
    element: element('div', { class: 'layers' }, field.element, chosen, adding, one),
    offer(layers) {
      known = layers ?? [];
      coefficients = new Map();
      chosen.replaceChildren();
      for (const { name, coefficient } of known) if (coefficient !== 0) include(name, coefficient);
      offerRest();
      layer.replaceChildren(...known.map(choice));
      layer.value = known.at(-1)?.name ?? '';
      limit();
      showMode();
    },
    read() {
      if (known.length === 0) return {};
      if (mode.value === 'channel') {
        return { objective: { layer: layer.value, channel: channel.valueAsNumber } };
      }
      return {
        layers: Object.fromEntries([...coefficients].map(([name, input]) => [name, input.valueAsNumber])),
      };
    },
    fail: field.fail,
    focus: field.focus,
  };
}

function choice({ name, type, shape }: NetworkLayer): HTMLElement {
  return element('option', { value: name }, `${name} (${type}, ${shape.at(-1)} channels)`);
}

function plain(label: string, input: HTMLElement): HTMLElement {
  return element('div', { class: 'field' }, element('label', { for: input.id }, label), input);
}
