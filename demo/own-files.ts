// The place where a visitor drops a data set's files of their own, to train on those.

import { dropZone } from './drop-zone';
import { element } from './element';
import { createFileField } from './file-field';
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
  const chosen = element('ul', { class: 'chosen', 'aria-label': 'Chosen files' });
  const forget = element('button', { type: 'button', class: 'quiet', hidden: true }, forgetting);
  const {
    element: zone,
    input,
    fail,
  } = createFileField(
    { id: 'option-data', name: 'data', label, hint, attributes: { multiple: true } },
    chosen,
    forget,
  );

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
