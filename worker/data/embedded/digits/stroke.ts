// Strokes: what digits are made of.

/** A place on the paper: x to the right, y downwards, in units of the digit's height. */
export type Point = readonly [x: number, y: number];

/** What the pen leaves between touching the paper and leaving it: a polyline fine enough to look smooth. */
export type Stroke = Point[];

const SAMPLES_PER_SPAN = 6;
const SHARPEST_END = Math.PI / 4;

const distance = (a: Point, b: Point) => Math.hypot(b[0] - a[0], b[1] - a[1]);

/** The pen's velocity at `here`, as the centripetal Catmull-Rom spline has it (Yuksel et al., 2011). */
function velocity(before: Point, here: Point, after: Point, axis: 0 | 1): number {
  const s = Math.sqrt(distance(before, here)) || 1e-3;
  const t = Math.sqrt(distance(here, after)) || 1e-3;
  return (
    (here[axis] - before[axis]) / s - (after[axis] - before[axis]) / (s + t) + (after[axis] - here[axis]) / t
  );
}

/** A smooth stroke through the given points. Two points make a straight line. */
export function curve(...keys: Point[]): Stroke {
  const stroke: Stroke = [keys[0]!];
  for (let i = 0; i + 1 < keys.length; i++) {
    const from = keys[i]!;
    const to = keys[i + 1]!;
    const before = keys[i - 1] ?? beyond(from, to, keys[i + 2]);
    const after = keys[i + 2] ?? beyond(to, from, keys[i - 1]);
    const pace = Math.sqrt(distance(from, to)) || 1e-3;
    const outX = velocity(before, from, to, 0) * pace;
    const outY = velocity(before, from, to, 1) * pace;
    const inX = velocity(from, to, after, 0) * pace;
    const inY = velocity(from, to, after, 1) * pace;
    for (let k = 1; k <= SAMPLES_PER_SPAN; k++) {
      const u = k / SAMPLES_PER_SPAN;
      const end = u * u * (3 - 2 * u);
      const out = u * (1 - u) * (1 - u);
      const into = u * u * (u - 1);
      stroke.push([
        from[0] + (to[0] - from[0]) * end + outX * out + inX * into,
        from[1] + (to[1] - from[1]) * end + outY * out + inY * into,
      ]);
    }
  }
  return stroke;
}

/** A place beyond a stroke's end, such that the stroke bends at its end as it does next to it. */
function beyond(end: Point, next: Point, afterNext: Point = next): Point {
  const [x, y] = [next[0] - end[0], next[1] - end[1]];
  const [u, v] = [afterNext[0] - next[0], afterNext[1] - next[1]];
  const turn = Math.atan2(x * v - y * u, x * u + y * v);
  const bend = Math.max(-SHARPEST_END, Math.min(SHARPEST_END, turn));
  const [cos, sin] = [Math.cos(bend), Math.sin(bend)];
  return [end[0] - cos * x - sin * y, end[1] + sin * x - cos * y];
}

/** One stroke out of several that meet in corners: each starts where the one before it ends. */
export function cornered(...parts: Stroke[]): Stroke {
  return parts.flatMap((part, i) => (i === 0 ? part : part.slice(1)));
}
