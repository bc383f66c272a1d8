// A sheet to draw on: by mouse, pen or finger, or by keyboard with a pen that the arrow keys move.
import type { Pixels } from 'trainlab';
import { element } from '../element';
import { perFrame } from '../frame';
import { ink, onThemeChange } from '../ink';
import { keyboardPen } from './keyboard-pen';
import { type Point, paint, type Stroke } from './strokes';

export interface Pad {
  canvas: HTMLCanvasElement;
  /** How to draw, and for screen readers what the pen does. */
  help: HTMLElement;
  readonly empty: boolean;
  clear(): void;
  /** Writes strokes as a hand would, point by point; at once for those who want less motion. */
  write(strokes: Stroke[]): void;
  /** The drawing in black on white. */
  pixels(): Pixels;
}

/** Side of the bitmaps on the screen and for the network, in pixels: four to each of its 28. */
const shown = 560;
const read = 112;

export function createPad(signal: AbortSignal, changed: () => void): Pad {
  const canvas = element('canvas', {
    id: 'pad',
    width: shown,
    height: shown,
    tabindex: 0,
    role: 'application',
    'aria-label': 'Drawing sheet',
    'aria-describedby': 'pad-help',
  });
  const help = element(
    'p',
    { id: 'pad-help', class: 'hint' },
    'Mouse, pen or finger; or arrow keys to move, Space to lower and lift the pen, Delete to clear.',
  );
  const state = element('p', { class: 'visually-hidden', role: 'status' });
  const screen = canvas.getContext('2d')!;
  const reader = new OffscreenCanvas(read, read).getContext('2d', { willReadFrequently: true })!;
  let strokes: Stroke[] = [];
  let writing = 0;

  const redraw = perFrame(() => {
    screen.clearRect(0, 0, shown, shown);
    paint(screen, shown, strokes, ink('--train'));
    pen.paint(screen, shown);
  });
  const touched = () => {
    redraw();
    changed();
  };
  const begin = (point: Point) => {
    cancelAnimationFrame(writing);
    strokes.push([point]);
    touched();
  };
  const extend = (point: Point) => {
    strokes.at(-1)?.push(point);
    touched();
  };
  const clear = () => {
    cancelAnimationFrame(writing);
    strokes = [];
    touched();
  };
  const pen = keyboardPen({
    canvas,
    signal,
    begin,
    extend,
    clear,
    redraw,
    say: (text) => {
      state.textContent = text;
    },
  });

  const place = ({ clientX, clientY }: PointerEvent): Point => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [(clientX - left) / width, (clientY - top) / height];
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    pen.hide();
    begin(place(event));
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    for (const one of event.getCoalescedEvents?.() ?? [event]) extend(place(one));
  });
  onThemeChange(redraw, signal);
  redraw();

  return {
    canvas,
    help: element('div', { class: 'help' }, help, state),
    get empty() {
      return strokes.length === 0;
    },
    clear,
    write(wanted) {
      clear();
      if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
        strokes = wanted;
        return touched();
      }
      const points = wanted.flatMap((stroke) => stroke.map((point, i) => ({ point, first: i === 0 })));
      const step = () => {
        for (const { point, first } of points.splice(0, 2)) {
          if (first) strokes.push([point]);
          else strokes.at(-1)?.push(point);
        }
        touched();
        if (points.length > 0 && !signal.aborted) writing = requestAnimationFrame(step);
      };
      step();
    },
    pixels() {
      reader.fillStyle = 'white';
      reader.fillRect(0, 0, read, read);
      paint(reader, read, strokes, 'black');
      const { data, width, height } = reader.getImageData(0, 0, read, read);
      return { data, width, height };
    },
  };
}
