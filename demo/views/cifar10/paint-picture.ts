// Puts pixels on a canvas, which takes their size.
import type { Pixels } from 'trainlab';

/** Below this, a picture's pixels are shown as the squares they are. */
const coarse = 128;

export function paintPicture(canvas: HTMLCanvasElement, { data, width, height }: Pixels): void {
  canvas.width = width;
  canvas.height = height;
  canvas.toggleAttribute('data-coarse', width < coarse);
  canvas.getContext('2d')!.putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
}
