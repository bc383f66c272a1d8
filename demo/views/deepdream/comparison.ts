// A picture before and after, one over the other: a slider moves the edge between them.
import { element } from '../../element';

export interface Comparison {
  element: HTMLElement;
  readonly after: HTMLCanvasElement;
  showBefore(picture: ImageData): void;
  /** A picture of any size, stretched to that of the one before; `text` describes it. */
  showAfter(picture: ImageData, text: string): void;
  /** Moves the edge to the middle, unless it was moved by hand. */
  compare(): void;
}

export function createComparison(): Comparison {
  const before = element('canvas', { id: 'before', role: 'img', 'aria-label': 'Before the dream' });
  const after = element('canvas', { id: 'after', role: 'img', 'aria-label': 'Nothing dreamt yet' });
  const stack = element('div', { class: 'stack' }, before, after);
  const slider = element('input', { type: 'range', id: 'edge', min: 0, max: 100, step: 1, value: 0 });
  const node = element(
    'div',
    { class: 'comparison' },
    stack,
    element('div', { class: 'edge' }, element('label', { for: slider.id }, 'Before and after'), slider),
  );
  let moved = false;

  const draw = () => {
    stack.style.setProperty('--edge', `${slider.value}%`);
    slider.setAttribute('aria-valuetext', `${slider.value} % of the width from the left as before`);
  };
  const drag = (event: PointerEvent) => {
    if (event.buttons === 0) return;
    const { left, width } = stack.getBoundingClientRect();
    slider.value = String(Math.round((100 * (event.clientX - left)) / width));
    moved = true;
    draw();
  };
  stack.addEventListener('pointerdown', (event) => {
    stack.setPointerCapture(event.pointerId);
    drag(event);
  });
  stack.addEventListener('pointermove', drag);
  slider.addEventListener('input', () => {
    moved = true;
    draw();
  });
  draw();

  return {
    element: node,
    after,
    showBefore(picture) {
      paint(before, picture);
      node.style.setProperty('--aspect', String(picture.width / picture.height));
    },
    showAfter(picture, text) {
      paint(after, picture);
      after.setAttribute('aria-label', text);
    },
    compare() {
      if (moved) return;
      slider.value = '50';
      draw();
    },
  };
}

function paint(canvas: HTMLCanvasElement, picture: ImageData): void {
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext('2d')!.putImageData(picture, 0, 0);
}
