// Grey pictures on a canvas, in rows, drawn with the theme's ink.
import type { TypesByName } from 'trainlab';
import { element } from '../../element';
import { ink, onThemeChange } from '../../ink';

type GreyPicture = TypesByName['acgan']['sample']['grid'];

export interface GreyCanvas {
  element: HTMLCanvasElement;
  /** @param text what it shows, for those who do not see it */
  show(pictures: readonly GreyPicture[], columns: number, text: string): void;
}

export function createGreyCanvas(id: string, signal: AbortSignal): GreyCanvas {
  const canvas = element('canvas', { id, class: 'grey', role: 'img', width: 1, height: 1 });
  const context = canvas.getContext('2d')!;
  let shown: { pictures: readonly GreyPicture[]; columns: number } | undefined;

  const draw = () => {
    const [first] = shown?.pictures ?? [];
    if (!shown || !first) return;
    const { pictures, columns } = shown;
    // A new size clears the canvas.
    canvas.width = columns * first.width;
    canvas.height = Math.ceil(pictures.length / columns) * first.height;
    for (const [i, picture] of pictures.entries()) {
      const row = Math.floor(i / columns);
      context.putImageData(asAlpha(picture), (i - row * columns) * first.width, row * first.height);
    }
    context.globalCompositeOperation = 'source-in';
    context.fillStyle = ink('--ink');
    context.fillRect(0, 0, canvas.width, canvas.height);
  };
  onThemeChange(draw, signal);

  return {
    element: canvas,
    show(pictures, columns, text) {
      shown = { pictures, columns };
      canvas.setAttribute('aria-label', text);
      draw();
    },
  };
}

function asAlpha({ data, width, height }: GreyPicture): ImageData {
  const image = new ImageData(width, height);
  for (const [i, grey] of data.entries()) image.data[4 * i + 3] = grey;
  return image;
}
