// Numbers that make_models.py draws the same way.

export interface Recipe {
  shape: number[];
  seed: number;
  kind?: 'any' | 'classes' | 'masked';
  /** Of the kind `classes`: how many there are. */
  classes?: number;
}

/** Numbers in [-1, 1) that float32 holds exactly; whole numbers below `classes`; rows of which every other is padded. */
export function values({ shape, seed, kind = 'any', classes = 1 }: Recipe): Float32Array {
  const size = shape.reduce((product, dim) => product * dim, 1);
  const drawn = Float32Array.from({ length: size }, (_, i) => {
    let h = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
    h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
    h ^= h >>> 15;
    return (h >>> 12) / 2 ** 19 - 1;
  });
  if (kind === 'classes') return drawn.map((u) => Math.floor(((u + 1) / 2) * classes));
  if (kind === 'masked') {
    const [batch = 1, steps = 1] = shape;
    const row = size / batch;
    for (let b = 0; b < batch; b += 2) {
      drawn.fill(0, b * row + Math.floor(steps / 2) * (row / steps), (b + 1) * row);
    }
  }
  return drawn;
}
