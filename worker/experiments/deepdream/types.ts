// What a dream shows as it grows, and what it ends with.

/** The picture as it grows. */
export interface DeepdreamSample {
  /** From 1. */
  octave: number;
  octaves: number;
  /** Taken in this octave. */
  step: number;
  steps: number;
  /** Before the last step; NaN where none was taken. */
  loss: number;
  /** Of the octave's size. */
  image: ImageData;
  /** The picture before it is dreamt on, in its own size; in the first sample alone, which comes before any step. */
  original?: ImageData;
}

export interface DeepdreamOutput {
  /** Of the original's size. */
  image: ImageData;
  /** Those begun. */
  octaves: OctaveRecord[];
  /** As used; empty where there is an objective instead. */
  layers: Record<string, number>;
  /** What the network is called: `embedded`, an address, an architecture, or the experiment that trained it. */
  network: string;
}

export interface OctaveRecord {
  width: number;
  height: number;
  /** Before each step; one more than steps taken where the octave ended by `maxLoss`. */
  losses: number[];
  /** Why it ended. */
  ended: 'steps' | 'maxLoss' | 'stop';
}

/** What black and white are to a network. */
export type Range = readonly [low: number, high: number];
