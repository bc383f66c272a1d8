export type Size = readonly [height: number, width: number];

/** The sizes of the octaves, the smallest first: int(side / scale ** i), as Keras' deep_dream has them. */
export function octaveSizes([height, width]: Size, octaves: number, scale: number): Size[] {
  return Array.from({ length: octaves }, (_, i) => {
    const factor = scale ** (octaves - 1 - i);
    return [Math.floor(height / factor), Math.floor(width / factor)] as const;
  });
}

/** The largest size of the same shape whose longer side is at most `longest`. */
export function fitInto([height, width]: Size, longest: number): Size {
  const factor = Math.min(1, longest / Math.max(height, width));
  return [Math.max(1, Math.round(height * factor)), Math.max(1, Math.round(width * factor))];
}
