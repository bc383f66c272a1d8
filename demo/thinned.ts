// A line of points that never outgrows its limit: when full, neighbours are averaged in pairs.

export interface Line {
  xs: number[];
  /** `null` breaks the line. */
  ys: (number | null)[];
}

export interface Thinned {
  readonly xs: number[];
  readonly ys: number[];
  push(x: number, y: number): void;
}

export function thinned(limit = 400): Thinned {
  const xs: number[] = [];
  const ys: number[] = [];
  let stride = 1;
  let waiting: [number, number][] = [];

  const halve = () => {
    const length = xs.length >> 1;
    for (let i = 0; i < length; i++) {
      xs[i] = (xs[2 * i]! + xs[2 * i + 1]!) / 2;
      ys[i] = (ys[2 * i]! + ys[2 * i + 1]!) / 2;
    }
    xs.length = ys.length = length;
    stride *= 2;
  };

  return {
    xs,
    ys,
    push(x, y) {
      waiting.push([x, y]);
      if (waiting.length < stride) return;
      xs.push(waiting.reduce((sum, [at]) => sum + at, 0) / waiting.length);
      ys.push(waiting.reduce((sum, [, value]) => sum + value, 0) / waiting.length);
      waiting = [];
      if (xs.length >= limit) halve();
    },
  };
}
