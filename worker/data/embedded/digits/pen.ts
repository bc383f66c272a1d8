// From strokes to inked lines.
import type { Random } from '../../../training/random';
import type { Point, Stroke } from './stroke';

/** A stroke with the pen's width: `radii[i]` is half of it at `points[i]`. */
export interface Line {
  points: readonly Point[];
  radii: Float64Array;
}

/**
 * Inks strokes: one pen for all of them, pressed unevenly, broader in one direction if its nib is flat, and
 * often lighter where a stroke begins or ends. Widths are in digit heights, as the strokes are.
 *
 * @param boldness the pen's mean width beside what is usual for a digit
 */
export function ink(strokes: readonly Stroke[], boldness: number, random: Random): Line[] {
  const radius = 0.074 * boldness * Math.exp(random.normal(0, 0.27));
  const flatness = random.uniform() < 0.3 ? random.uniform(0, 0.35) : 0;
  const nib = random.uniform(0, Math.PI);
  const unevenness = random.uniform(0, 0.2);
  const taper = random.uniform() < 0.4 ? random.uniform(0, 0.6) : 0;
  return strokes.map((points) => {
    const radii = new Float64Array(points.length);
    const phase = random.uniform(0, 2 * Math.PI);
    const pace = random.uniform(0.5, 1.5) * 2 * Math.PI;
    const last = points.length - 1;
    for (let i = 0; i <= last; i++) {
      const along = i / last;
      const before = points[Math.max(0, i - 1)]!;
      const after = points[Math.min(last, i + 1)]!;
      const heading = Math.atan2(after[1] - before[1], after[0] - before[0]);
      const pressure = 1 + unevenness * Math.sin(phase + pace * along);
      const ends = 1 - taper * Math.max(0, 1 - Math.min(along, 1 - along) * 8);
      radii[i] = radius * pressure * ends * (1 - flatness * Math.abs(Math.cos(heading - nib)));
    }
    return { points, radii };
  });
}
