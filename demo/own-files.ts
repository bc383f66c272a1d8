// The place where a visitor drops a data set's files of their own, to train on those.

import type { OptionDescription } from 'trainlab';
import { dropZone } from './drop-zone';
import { element } from './element';
import { createFileField } from './file-field';
import type { Extras } from './views/view';

/** The field for the files that `data` takes, as the experiment describes them. */
export function ownFiles({ description, dataset = 'data', otherwise }: OptionDescription): Extras {
  const without = otherwise ? ` Without them it trains on the ${otherwise}.` : '';
  const chosen = element('ul', { class: 'chosen', 'aria-label': 'Chosen files' });
  const forget = element(
    'button',
    { type: 'button', class: 'quiet', hidden: true },
    `Use the ${otherwise ?? 'embedded data'}`,
  );
  const {
    element: zone,
    input,
    fail,
  } = createFileField(
    {
      ...{ id: 'option-data', name: 'data', label: `Own ${dataset} files`, attributes: { multiple: true } },
      hint: `${description}: choose or drop them. They stay in this tab.${without}`,
    },
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
