// What a data set is in the worker, and what reads one: every format ends here, every training begins here. Plain
// arrays, no tensors: the training makes those.
import type {
  DatasetDescription,
  DatasetOptions,
  DatasetProgress,
  LabelledPicture,
} from '../../src/protocol';

export type { DatasetOptions } from '../../src/protocol';

export type Values = Uint8Array | Int32Array | Float32Array;

/** Some examples: an array a field, in the order of the fields, each of shape [examples, ...shape of the field]. */
export interface Batch {
  inputs: Values[];
  targets: Values[];
}

/** The training or the test examples. */
export interface Split {
  count: number;
  /**
   * Gives the examples of these numbers, in this order; at once where they are in memory. What it gives is the
   * caller's own.
   */
  read(indices: Uint32Array): Batch | Promise<Batch>;
}

export interface Dataset {
  description: DatasetDescription;
  train: Split;
  test: Split;
  preprocessing: Preprocessing;
  /**
   * Takes another picture, of a data set that grows; it changes `description` and the counts of `train` and `test`.
   * @throws InvalidOptionError for what is no picture, or no class of it
   */
  add?(one: LabelledPicture): Promise<void>;
  /** Gives back files, decoders and memory. */
  dispose(): void;
}

/**
 * How a visitor's input becomes what the network was trained on. It is plain data, and is kept with the model.
 * What `read` gives is done already, but for the range of pictures: those stay bytes until they are tensors.
 */
export type Preprocessing =
  | PicturePreprocessing
  | TablePreprocessing
  | TextPreprocessing
  /** The arrays as they are. */
  | { kind: 'arrays' };

export interface PicturePreprocessing {
  kind: 'pictures';
  height: number;
  width: number;
  /** 1: grey; 3: colour. */
  channels: 1 | 3;
  /** Whether a picture of another form is cut (`cover`) or gets borders (`contain`). */
  resize: 'cover' | 'contain';
  /** What the bytes 0 and 255 become. */
  range: readonly [low: number, high: number];
}

export interface TablePreprocessing {
  kind: 'table';
  /** In the order of the values of the one input; each takes one of them, a category as many as it has. */
  columns: TableColumn[];
  /** The target's: a category for classes, numbers as they are read back. */
  target?: TableColumn;
}

export type TableColumn =
  /** Becomes (value − mean) / deviation. */
  | { name: string; type: 'number'; mean: number; deviation: number }
  /** Becomes one-hot. */
  | { name: string; type: 'category'; categories: string[] };

export interface TextPreprocessing {
  kind: 'text';
  unit: 'character' | 'word';
  /** By number; 0 is what is not in it, and what fills up. */
  vocabulary: string[];
  /** Of one input, in tokens. */
  length: number;
}

/** A file as a reader sees it, wherever it lies: on the visitor's disk, in an archive, at an address. */
export interface SourceFile {
  /** Its name with folders, as far as these are known: `cats/1.jpg`. */
  path: string;
  /** In bytes; `undefined` until it is known. */
  size: number | undefined;
  /** Its first bytes, at most so many. */
  head(bytes: number): Promise<Uint8Array>;
  /** @throws DatasetError if it cannot be had */
  blob(): Promise<Blob>;
  /**
   * The bytes of a part, of a file of known `size` whose parts can be had without the rest.
   * @throws DatasetError if they cannot be had
   */
  slice?(from: number, to: number): Promise<ArrayBuffer>;
}

export interface ReadContext {
  /** As the page gave them, checked by `readDatasetOptions`. */
  options: DatasetOptions;
  /** What to call the set where it has no name of its own. */
  name: string;
  /** What `description.source` is to say. */
  source: string;
  /** Hears how far it is, 0 to 1, and what it is at; of a download also the bytes. */
  report(
    fraction: number,
    message: string,
    download?: Pick<DatasetProgress, 'loaded' | 'total' | 'eta'>,
  ): void;
  signal: AbortSignal;
  /**
   * Has the page draw an SVG, which workers cannot.
   * @returns a PNG whose longer side is so many pixels; `undefined` for what is no SVG
   */
  rasterize(svg: Blob, longest: number): Promise<Blob | undefined>;
}

/** One way to read data sets: a format. */
export interface DatasetReader {
  /** Such as `csv`. */
  format: string;
  /** Whether these files are of its format, told by content before names. Archives are unpacked before. */
  recognises(files: readonly SourceFile[]): Promise<boolean>;
  /** @throws DatasetError naming file, offset or line, and cause */
  read(files: readonly SourceFile[], context: ReadContext): Promise<Dataset>;
}
