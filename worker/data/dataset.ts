// What a data set is in the worker, and what reads one: every format ends here, every training begins here. Plain
// arrays, no tensors: the training makes those.
import type { DatasetDescription } from '../../src/protocol';

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
}

export interface ReadContext {
  /** As the page gave them, checked by `readDatasetOptions`. */
  options: DatasetOptions;
  /** What to call the set where it has no name of its own. */
  name: string;
  /** Hears how far it is, 0 to 1, and what it is at. */
  report(fraction: number, message: string): void;
  signal: AbortSignal;
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

/** How a data set is to be read; all optional. Each says which formats heed it. */
export interface DatasetOptions {
  /** What to call it. */
  name?: string;
  /** Share of the examples to keep for the test, where the source has none: from 0 to 0.9; 0.2 where absent. */
  test?: number;
  /** Shuffles the examples before they are split; 0 where absent. */
  seed?: number;
  /** At most so many training examples. */
  limit?: number;
  /** Pictures: height and width in pixels; the first picture's, at most 96, where absent. */
  size?: number | [height: number, width: number];
  /** Pictures: 1 for grey, 3 for colour; as the pictures are where absent. */
  channels?: 1 | 3;
  /** Pictures of another form: cut to size (`cover`, where absent) or with borders (`contain`). */
  resize?: 'cover' | 'contain';
  /** Tables: the column to learn, by name; the last one where absent. */
  target?: string;
  /** Tables and Parquet: the columns to learn from; all others where absent. */
  columns?: string[];
  /** Tables: what separates values; found out where absent. */
  delimiter?: string;
  /** Tables: whether the first line names the columns; found out where absent. */
  header?: boolean;
  /** Text: what a token is; characters where absent. */
  unit?: 'character' | 'word';
  /** Text: tokens in one input; 40 where absent. */
  length?: number;
  /** Hugging Face: which split to read for training; `train` where absent. */
  split?: string;
}
