// The file input for one picture, with an error beside it for what is none.
import type { Pixels } from 'trainlab';
import { element } from '../../element';
import { readPicture } from './read-picture';

export interface PictureField {
  element: HTMLElement;
  /** Takes the first of some dropped files. */
  take(files: FileList): void;
}

export function createPictureField(chosen: (picture: Pixels, name: string) => void): PictureField {
  const input = element('input', {
    type: 'file',
    id: 'own-picture',
    accept: 'image/*',
    'aria-describedby': 'own-picture-hint own-picture-error',
  });
  const error = element('p', { id: 'own-picture-error', class: 'error', hidden: true, role: 'alert' });
  const fail = (message: string) => {
    error.hidden = message === '';
    error.textContent = message;
    if (message) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  };
  let latest = 0;
  const read = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const turn = ++latest;
    fail('');
    try {
      const picture = await readPicture(file);
      if (turn === latest) chosen(picture, file.name);
    } catch (problem) {
      if (turn === latest) fail((problem as Error).message);
    }
  };
  input.addEventListener('change', () => void read(input.files?.[0]));
  return {
    element: element(
      'div',
      { class: 'field drop', 'data-field': 'picture' },
      element('label', { for: input.id }, 'Your picture'),
      input,
      element('p', { id: 'own-picture-hint', class: 'hint' }, 'Choose or drop one. It stays in this tab.'),
      error,
    ),
    take: ([file]) => void read(file),
  };
}
