// The pen for those who draw by keyboard: arrow keys move it, Space lowers and lifts it.
import { ink } from '../ink';
import type { Point } from './strokes';

interface Sheet {
  canvas: HTMLCanvasElement;
  signal: AbortSignal;
  begin(point: Point): void;
  extend(point: Point): void;
  clear(): void;
  redraw(): void;
  say(text: string): void;
}

export interface KeyboardPen {
  hide(): void;
  /** Shows where the pen is: a ring while lifted, a dot while down. */
  paint(context: CanvasRenderingContext2D, side: number): void;
}

const directions: Record<string, Point> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** One of 28 pixels a press; three with Shift. */
const stepSize = 1 / 28;

export function keyboardPen({ canvas, signal, begin, extend, clear, redraw, say }: Sheet): KeyboardPen {
  let at: Point = [0.5, 0.25];
  let down = false;
  let visible = false;

  const inside = (value: number) => Math.min(1 - stepSize, Math.max(stepSize, value));
  const lift = () => {
    down = false;
    redraw();
  };
  const toggle = () => {
    down = !down;
    if (down) begin(at);
    say(down ? 'Pen down' : 'Pen up');
  };
  const move = ([dx, dy]: Point, far: boolean) => {
    const step = far ? 3 * stepSize : stepSize;
    at = [inside(at[0] + dx * step), inside(at[1] + dy * step)];
    if (down) extend(at);
  };

  canvas.addEventListener(
    'keydown',
    (event) => {
      const direction = directions[event.key];
      if (direction) move(direction, event.shiftKey);
      else if (event.key === ' ') toggle();
      else if (event.key === 'Delete' || event.key === 'Backspace') {
        clear();
        lift();
        say('Cleared');
      } else return;
      event.preventDefault();
      visible = true;
      redraw();
    },
    { signal },
  );
  canvas.addEventListener(
    'focus',
    () => {
      visible = canvas.matches(':focus-visible');
      redraw();
    },
    { signal },
  );
  canvas.addEventListener(
    'blur',
    () => {
      visible = false;
      lift();
    },
    { signal },
  );

  return {
    hide() {
      visible = false;
      lift();
    },
    paint(context, side) {
      if (!visible) return;
      context.beginPath();
      context.arc(at[0] * side, at[1] * side, 0.03 * side, 0, 2 * Math.PI);
      context.lineWidth = 0.01 * side;
      context.strokeStyle = context.fillStyle = ink('--validation');
      if (down) context.fill();
      else context.stroke();
    },
  };
}
