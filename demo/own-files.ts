// The place where a visitor drops a data set's files of their own, to train on those.

import { dropZone } from './drop-zone';
import { element } from './element';
import type { Extras } from './views/view';

interface Wanted {
  label: string;
  hint: string;
  /** On the button that takes the files back. */
  forget: string;
}

export const mnistFiles = (): Extras<{ data?: File[] }> =>
  ownFiles({
    label: 'Own MNIST files',
    hint: 'Choose or drop the four IDX files, plain or gzip. They stay in this tab. Without them it trains on the embedded digits.',
    forget: 'Use the embedded digits',
  });

export const cifar10Files = (): Extras<{ data?: File[] }> =>
  ownFiles({
    label: 'Own CIFAR-10 files',
    hint: 'Choose or drop the binary version’s data_batch_*.bin and test_batch.bin, plain or gzip. They stay in this tab. Without them it trains on the embedded scenes.',
    forget: 'Use the embedded scenes',
  });

function ownFiles({ label, hint, forget: forgetting }: Wanted): Extras<{ data?: File[] }> {
  const input = element('input', {
    type: 'file',
    id: 'option-data',
    multiple: true,
    'aria-describedby': 'option-data-hint option-data-error',
  });
  const chosen = element('ul', { class: 'chosen', 'aria-label': 'Chosen files' });
  const error = element('p', { id: 'option-data-error', class: 'error', hidden: true });
  const forget = element('button', { type: 'button', class: 'quiet', hidden: true }, forgetting);
  const zone = element(
    'div',
    { class: 'field drop', 'data-field': 'data' },
    element('label', { for: 'option-data' }, label),
    input,
    element('p', { id: 'option-data-hint', class: 'hint' }, hint),
    chosen,
    forget,
    error,
  );

  const fail = (message: string) => {
    error.hidden = message === '';
    error.textContent = message;
    if (message) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  };
  const show = () => {
    const files = [...(input.files ?? [])];
    chosen.replaceChildren(...files.map(({ name }) => element('li', {}, name)));
    forget.hidden = files.length === 0;
    fail('');
  };
  input.addEventListener('change', show);
  forget.addEventListener('click', () => {
    input.value = '';
    show();
    input.focus();
  });
  dropZone(zone, (files) => {
    input.files = files;
    show();
  });

  return {
    element: zone,
    read: () => (input.files?.length ? { data: [...input.files] } : {}),
    fail(option, message) {
      if (message !== '' && !/^data\b/.test(option)) return false;
      fail(message);
      if (message) input.focus();
      return true;
    },
  };
}
