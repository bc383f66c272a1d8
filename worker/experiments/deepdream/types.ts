import type {
  ExperimentTypes,
  ModelReference,
  NetworkSource,
  PictureSource,
  Pixels,
} from '../../../src/protocol';

export interface DeepdreamTypes extends ExperimentTypes {
  hyperparameters: DeepdreamHyperparameters;
  /** The picture is an option of its own. */
  data: undefined;
  options: DeepdreamOptions;
  sample: DeepdreamSample;
  /** Another picture to dream on, with the settings of the run. An address must be a URL or absolute. */
  input: PictureSource;
  prediction: ImageData;
  settings: DeepdreamSettings;
  output: DeepdreamOutput;
}

export interface DeepdreamHyperparameters {
  octaves: number;
  /** Each octave's picture is so many times larger than the one before. */
  octaveScale: number;
  /** Of each octave. */
  steps: number;
  /** How far a pixel moves in a step on average, in units of the network's input. */
  stepSize: number;
  /** An octave ends when its loss exceeds this. */
  maxLoss: number;
  /** The picture is shifted at random before each step, by at most so many pixels each way. */
  jitter: number;
  /** The longer side of what is dreamt on, in pixels; 0: as the backend suggests. */
  maxSize: number;
  /** Side of the tiles that larger pictures are dreamt on in; 0: as the backend suggests. */
  tileSize: number;
}

export interface DeepdreamOptions {
  /** What to dream on; absent: a drawn landscape. */
  image?: PictureSource;
  /** What dreams; absent: the embedded network. */
  network?: ModelReference | NetworkSource;
  /** Coefficients by layer; absent: the network's default dream. */
  layers?: Record<string, number>;
  /** Instead of layers: one channel of a layer, or one class of a classifier's last layer. */
  objective?: { layer: string; channel: number };
  /** A picture whose features the dream takes up. */
  guide?: PictureSource;
  /** What black and white are to the network; absent: −1 and 1, for models trained in the lab 0 and 1. */
  range?: readonly [low: number, high: number];
}

/** What `model.predict` dreams with. */
export interface DeepdreamSettings {
  hyperparameters: DeepdreamHyperparameters;
  options: Pick<DeepdreamOptions, 'layers' | 'objective' | 'range'> & { guide?: Pixels };
  seed: number;
}

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
