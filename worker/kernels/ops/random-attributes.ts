/** Names and attributes of the seeded random kernels: what every backend registers and the operations ask for. */

export const SEEDED_UNIFORM = 'SeededUniform';
export const SEEDED_NORMAL = 'SeededNormal';
export const SEEDED_DROPOUT = 'SeededDropout';

/** Which stream of random numbers, and which draw of it; both are taken modulo 2³². */
export interface RandomAttributes {
  seed: number;
  counter: number;
}

export interface UniformAttributes extends RandomAttributes {
  shape: number[];
  min: number;
  max: number;
}

export interface NormalAttributes extends RandomAttributes {
  shape: number[];
  mean: number;
  standardDeviation: number;
}

export interface DropoutAttributes extends RandomAttributes {
  /** Share of the elements that become zero, in [0, 1). */
  rate: number;
}
