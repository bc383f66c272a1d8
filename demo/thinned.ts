// A line of points that never outgrows its limit: when full, neighbours are averaged in pairs.

export interface Line {
  xs: number[];
  /** `null` breaks the line. */
  ys: (number | null)[];
}

/** How far behind the last point a line is cut: a place of its own, too near to be seen. */
export const cutWidth = 1e-6;

export interface Thinned extends Line {
  push(x: number, y: number): void;
  /** Breaks the line here. */
  cut(): void;
}

export function thinned(limit = 400): Thinned {
  const line: Line = { xs: [], ys: [] };
  let stride = 1;
  let waiting: [number, number][] = [];

  const halve = () => {
    const { xs, ys } = line;
    let length = 0;
    for (let i = 0; i + 1 < xs.length; i += 2) {
      const [a, b] = [ys[i]!, ys[i + 1]!];
      xs[length] = (xs[i]! + xs[i + 1]!) / 2;
      ys[length++] = a === null || b === null ? null : (a + b) / 2;
    }
    xs.length = ys.length = length;
    stride *= 2;
  };

  return {
    ...line,
    push(x, y) {
      waiting.push([x, y]);
      if (waiting.length < stride) return;
      line.xs.push(waiting.reduce((sum, [at]) => sum + at, 0) / waiting.length);
      line.ys.push(waiting.reduce((sum, [, value]) => sum + value, 0) / waiting.length);
      waiting = [];
      if (line.xs.length >= limit) halve();
    },
    cut() {
      waiting = [];
      const last = line.xs.at(-1);
      if (last === undefined) return;
      line.xs.push(last + cutWidth);
      line.ys.push(null);
    },
  };
}
