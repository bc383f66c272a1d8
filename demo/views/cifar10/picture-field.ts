// The file input for one picture, with an error beside it for what is none.
import type { Pixels } from 'trainlab';
import { createFileField } from '../../file-field';
import { readPicture } from './read-picture';

export interface PictureField {
  element: HTMLElement;
  /** Takes the first of some dropped files. */
  take(files: FileList): void;
}

export function createPictureField(chosen: (picture: Pixels, name: string) => void): PictureField {
  const { element, input, fail } = createFileField({
    ...{ id: 'own-picture', name: 'picture', label: 'Your picture', attributes: { accept: 'image/*' } },
    ...{ hint: 'Choose or drop one. It stays in this tab.', aloud: true },
  });
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
  return { element, take: ([file]) => void read(file) };
}
