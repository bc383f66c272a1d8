// Strokes as an unsteady hand bends them.
import type { Random } from '../../../training/random';
import type { Stroke } from './stroke';

interface Wave {
  amplitudeX: number;
  amplitudeY: number;
  alongX: number;
  alongY: number;
  phase: number;
}

/** A smooth displacement with less than one bend per digit height. */
function wave(random: Random): Wave {
  const pace = random.uniform(0.3, 0.9) * 2 * Math.PI;
  const heading = random.uniform(0, 2 * Math.PI);
  return {
    amplitudeX: random.normal(0, 0.055),
    amplitudeY: random.normal(0, 0.05),
    alongX: pace * Math.cos(heading),
    alongY: pace * Math.sin(heading),
    phase: random.uniform(0, 2 * Math.PI),
  };
}

/**
 * Writes the strokes another way: stretched, slanted, turned, and bent as if drawn on rubber (the elastic
 * distortion of Simard et al., 2003, with a field of a few plane waves instead of filtered noise).
 */
export function distort(strokes: readonly Stroke[], random: Random): Stroke[] {
  const waves = [wave(random), wave(random), wave(random)];
  const stretch = Math.exp(random.normal(0.03, 0.2));
  const slant = random.normal(0.13, 0.26);
  const turn = random.normal(0, 0.1);
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  return strokes.map((stroke) =>
    stroke.map(([x, y]) => {
      let bentX = x;
      let bentY = y;
      for (const w of waves) {
        const swing = Math.sin(w.alongX * x + w.alongY * y + w.phase);
        bentX += w.amplitudeX * swing;
        bentY += w.amplitudeY * swing;
      }
      const slanted = bentX * stretch - bentY * slant;
      return [cos * slanted - sin * bentY, sin * slanted + cos * bentY] as const;
    }),
  );
}
