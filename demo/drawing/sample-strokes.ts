// Handwritten digits for the button that draws one: a few points a stroke, a smooth curve through them, a varying hand.
import type { Point, Stroke } from './strokes';

const shapes: Record<number, Stroke[]> = {
  0: [
    [
      [0.54, 0.19],
      [0.42, 0.25],
      [0.36, 0.42],
      [0.37, 0.62],
      [0.45, 0.79],
      [0.56, 0.79],
      [0.64, 0.63],
      [0.65, 0.42],
      [0.6, 0.25],
      [0.52, 0.19],
    ],
  ],
  1: [
    [
      [0.53, 0.19],
      [0.51, 0.4],
      [0.49, 0.6],
      [0.48, 0.81],
    ],
  ],
  2: [
    [
      [0.36, 0.32],
      [0.45, 0.2],
      [0.58, 0.21],
      [0.63, 0.34],
      [0.55, 0.5],
      [0.44, 0.64],
      [0.34, 0.79],
    ],
    [
      [0.34, 0.79],
      [0.5, 0.78],
      [0.67, 0.79],
    ],
  ],
  3: [
    [
      [0.37, 0.25],
      [0.5, 0.18],
      [0.62, 0.26],
      [0.59, 0.4],
      [0.47, 0.47],
    ],
    [
      [0.47, 0.47],
      [0.61, 0.52],
      [0.65, 0.66],
      [0.55, 0.79],
      [0.42, 0.8],
      [0.34, 0.73],
    ],
  ],
  4: [
    [
      [0.42, 0.19],
      [0.38, 0.35],
      [0.35, 0.54],
    ],
    [
      [0.35, 0.54],
      [0.5, 0.53],
      [0.67, 0.52],
    ],
    [
      [0.61, 0.27],
      [0.58, 0.5],
      [0.55, 0.82],
    ],
  ],
  5: [
    [
      [0.38, 0.21],
      [0.36, 0.33],
      [0.35, 0.46],
      [0.48, 0.42],
      [0.62, 0.48],
      [0.66, 0.62],
      [0.58, 0.77],
      [0.44, 0.81],
      [0.33, 0.74],
    ],
    [
      [0.38, 0.21],
      [0.52, 0.21],
      [0.66, 0.2],
    ],
  ],
  6: [
    [
      [0.6, 0.18],
      [0.45, 0.32],
      [0.36, 0.52],
      [0.37, 0.72],
      [0.49, 0.82],
      [0.62, 0.75],
      [0.64, 0.62],
      [0.54, 0.53],
      [0.42, 0.57],
      [0.37, 0.68],
    ],
  ],
  7: [
    [
      [0.33, 0.23],
      [0.5, 0.22],
      [0.66, 0.22],
    ],
    [
      [0.66, 0.22],
      [0.57, 0.42],
      [0.49, 0.62],
      [0.44, 0.81],
    ],
  ],
  8: [
    [
      [0.63, 0.28],
      [0.51, 0.19],
      [0.39, 0.27],
      [0.43, 0.42],
      [0.57, 0.52],
      [0.65, 0.67],
      [0.55, 0.81],
      [0.41, 0.78],
      [0.36, 0.65],
      [0.46, 0.52],
      [0.6, 0.41],
      [0.63, 0.28],
    ],
  ],
  9: [
    [
      [0.63, 0.3],
      [0.5, 0.19],
      [0.37, 0.29],
      [0.4, 0.45],
      [0.53, 0.48],
      [0.63, 0.36],
      [0.64, 0.3],
      [0.63, 0.5],
      [0.59, 0.67],
      [0.54, 0.82],
    ],
  ],
};

/** Strokes of that digit, each time slanted, stretched and shaken a little differently. */
export function sampleStrokes(digit: number): Stroke[] {
  const vary = (range: number) => (Math.random() * 2 - 1) * range;
  const [slant, width, height] = [vary(0.18) - 0.08, 1 + vary(0.12), 1 + vary(0.08)];
  const hand = ([x, y]: Point): Point => [
    0.5 + (x - 0.5) * width + (y - 0.5) * slant + vary(0.008),
    0.5 + (y - 0.5) * height + vary(0.008),
  ];
  return (shapes[digit] ?? []).map((stroke) => smooth(stroke.map(hand)));
}

/** A Catmull-Rom spline through the points, eight segments to each gap. */
function smooth(points: Stroke): Stroke {
  const curve: Stroke = [points[0]!];
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b, c, d] = [
      points[i - 1] ?? points[i]!,
      points[i]!,
      points[i + 1]!,
      points[i + 2] ?? points[i + 1]!,
    ];
    for (let k = 1; k <= 8; k++) {
      const t = k / 8;
      curve.push([spline(a[0], b[0], c[0], d[0], t), spline(a[1], b[1], c[1], d[1], t)]);
    }
  }
  return curve;
}

const spline = (a: number, b: number, c: number, d: number, t: number): number =>
  0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t ** 2 + (3 * b - a - 3 * c + d) * t ** 3);
