// The field for the picture to dream on; without one it is the drawn landscape.
import { dropZone } from '../../drop-zone';
import { byId, element } from '../../element';
import { createFileField } from '../../file-field';

export interface PictureChoice {
  element: HTMLElement;
  /** `undefined`: the landscape. */
  readonly picture: File | undefined;
  fail(message: string): void;
}

/** Pictures may also be dropped where they are to be seen: on the view's panel. */
export function createPictureChoice(signal: AbortSignal): PictureChoice {
  const chosen = element('div', { class: 'thumbnail', hidden: true });
  const forget = element(
    'button',
    { type: 'button', class: 'quiet', hidden: true },
    'Use the drawn landscape',
  );
  const {
    element: zone,
    input,
    fail,
  } = createFileField(
    {
      ...{ id: 'option-image', name: 'image', label: 'Picture', attributes: { accept: 'image/*' } },
      hint: 'Choose or drop one. It stays in this tab. Without one, a landscape is drawn.',
      aloud: true,
    },
    chosen,
    forget,
  );
  let picture: File | undefined;
  let latest = 0;

  const show = (file: File | undefined, thumbnail?: HTMLElement) => {
    picture = file;
    chosen.replaceChildren(...(file && thumbnail ? [thumbnail, element('span', {}, file.name)] : []));
    chosen.hidden = forget.hidden = file === undefined;
  };
  const take = async ([file]: ArrayLike<File> & Iterable<File>): Promise<void> => {
    if (!file) return;
    const turn = ++latest;
    fail('');
    try {
      const thumbnail = await thumbnailOf(file);
      if (turn === latest) show(file, thumbnail);
    } catch (problem) {
      if (turn === latest) fail((problem as Error).message);
    }
  };
  input.addEventListener('change', () => void take(input.files ?? new DataTransfer().files));
  forget.addEventListener('click', () => {
    latest++;
    input.value = '';
    fail('');
    show(undefined);
    input.focus();
  });

  for (const place of [zone, byId('view')]) dropZone(place, (files) => void take(files), { signal });
  return {
    element: zone,
    get picture() {
      return picture;
    },
    fail,
  };
}

const THUMBNAIL_WIDTH = 160;

/** @throws Error if the browser cannot read the file as a picture */
async function thumbnailOf(file: File): Promise<HTMLCanvasElement> {
  const bitmap = await createImageBitmap(file).catch((cause) => {
    throw new Error(`${file.name} is no picture that this browser can read.`, { cause });
  });
  const [width, height] = [THUMBNAIL_WIDTH, (THUMBNAIL_WIDTH * bitmap.height) / bitmap.width];
  const canvas = element('canvas', {
    width,
    height,
    role: 'img',
    'aria-label': `Chosen picture: ${file.name}`,
  });
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas;
}
