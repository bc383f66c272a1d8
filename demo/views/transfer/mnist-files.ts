// The place where a visitor drops MNIST files of their own, to train on those.
import { element } from '../../element';
import type { Extras } from '../view';

export function mnistFiles(): Extras<{ data?: File[] }> {
  const input = element('input', {
    type: 'file',
    id: 'option-data',
    multiple: true,
    'aria-describedby': 'option-data-hint option-data-error',
  });
  const chosen = element('ul', { class: 'chosen', 'aria-label': 'Chosen files' });
  const error = element('p', { id: 'option-data-error', class: 'error', hidden: true });
  const forget = element(
    'button',
    { type: 'button', class: 'quiet', hidden: true },
    'Use the embedded digits',
  );
  const zone = element(
    'div',
    { class: 'field drop', 'data-field': 'data' },
    element('label', { for: 'option-data' }, 'Own MNIST files'),
    input,
    element(
      'p',
      { id: 'option-data-hint', class: 'hint' },
      'Choose or drop the four IDX files, plain or gzip. They stay in this tab. Without them it trains on drawn digits.',
    ),
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
  zone.addEventListener('dragover', (event) => {
    event.preventDefault();
    zone.toggleAttribute('data-over', true);
  });
  zone.addEventListener('dragleave', () => zone.toggleAttribute('data-over', false));
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    zone.toggleAttribute('data-over', false);
    if (!event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
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
