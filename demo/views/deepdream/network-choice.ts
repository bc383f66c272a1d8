// The fields for the network that dreams.
import type { Model, NetworkSource } from 'trainlab';
import { dropZone } from '../../drop-zone';
import { element } from '../../element';
import { labelled } from '../../field';
import type { Surroundings } from '../view';

export type AnyNetwork = Model | NetworkSource;

export interface NetworkChoice {
  element: HTMLElement;
  /** `undefined`: the embedded one. `ready` is false while an address or files are missing. */
  read(): { network: AnyNetwork | undefined; ready: boolean };
  fail(message: string): void;
  focus(): void;
}

/** What else is to be told for each kind of network. */
type Kind = 'embedded' | 'trained' | 'address' | 'files' | 'inception-v3';

export function createNetworkChoice(page: Surroundings, changed: () => void): NetworkChoice {
  const kind = element('select', { id: 'option-network' });
  const field = labelled({
    name: 'network',
    label: 'Network',
    input: kind,
    hint: 'What dreams: it sees more and more of what it knows',
  });
  const address = element('input', {
    ...{ id: 'network-address', type: 'text', inputmode: 'url', placeholder: 'https://…/model.json' },
  });
  const files = element('input', { id: 'network-files', type: 'file', multiple: true });
  const weights = element('input', { id: 'network-weights', type: 'file', accept: '.h5,.hdf5' });
  const details: Partial<Record<Kind, HTMLElement>> = {
    address: detail(
      'Address of its model.json',
      address,
      'A TensorFlow.js layers or graph model; its server must allow other sites.',
    ),
    files: detail(
      'Its files',
      files,
      'Choose or drop model.json and its weight files together. They stay in this tab.',
    ),
    'inception-v3': detail(
      'Weight file',
      weights,
      'Choose or drop inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5 as Keras publishes it. It stays in this tab.',
    ),
  };

  const show = () => {
    for (const [name, part] of Object.entries(details)) part.hidden = name !== kind.value;
    field.fail();
    changed();
  };
  const offer = () => {
    const { latest } = page.trained;
    const kept = kind.value === 'trained' && !latest ? 'embedded' : kind.value || 'embedded';
    kind.replaceChildren(
      choice('embedded', 'Embedded: drawn motifs'),
      ...(latest ? [choice('trained', `Trained here: ${latest.title}`)] : []),
      choice('address', 'TensorFlow.js model by address'),
      choice('files', 'TensorFlow.js model from files'),
      choice('inception-v3', 'InceptionV3 from its weight file'),
    );
    kind.value = kept;
    show();
  };
  kind.addEventListener('change', show);
  for (const input of [address, files, weights]) {
    input.addEventListener('change', () => {
      field.fail();
      changed();
    });
  }
  for (const input of [files, weights]) {
    dropZone(input.parentElement!, (dropped) => {
      input.files = dropped;
      field.fail();
      changed();
    });
  }
  page.trained.onChange(offer, page.signal);

  const read = (): ReturnType<NetworkChoice['read']> => {
    switch (kind.value as Kind) {
      case 'embedded':
        return { network: undefined, ready: true };
      case 'trained':
        return { network: page.trained.latest?.model, ready: page.trained.latest !== undefined };
      case 'address': {
        const url = address.value.trim();
        return { network: { url }, ready: url !== '' };
      }
      case 'files':
        return { network: { files: [...(files.files ?? [])] }, ready: (files.files?.length ?? 0) > 0 };
      case 'inception-v3': {
        const file = weights.files?.[0];
        return { network: { architecture: 'inception-v3', weights: file ?? '' }, ready: file !== undefined };
      }
    }
  };
  const choiceOf = element('div', { class: 'network' }, field.element, ...Object.values(details));
  queueMicrotask(offer);
  return { element: choiceOf, read, fail: field.fail, focus: field.focus };
}

const choice = (value: Kind, text: string) => element('option', { value }, text);

function detail(label: string, input: HTMLInputElement, hint: string): HTMLElement {
  const hintId = `${input.id}-hint`;
  input.setAttribute('aria-describedby', `${hintId} option-network-error`);
  return element(
    'div',
    { class: 'field drop', hidden: true },
    element('label', { for: input.id }, label),
    input,
    element('p', { id: hintId, class: 'hint' }, hint),
  );
}
