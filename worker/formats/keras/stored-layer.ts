// A layer as a file has it.

/** One weight as it lies in a file; its values are read only when asked for. */
export interface StoredWeight {
  /** Its path in the file. */
  name: string;
  shape: number[];
  /** All values, row by row. */
  read(): Float32Array;
}

/** A layer with weights as it lies in a file. */
export interface StoredLayer {
  name: string;
  weights: StoredWeight[];
}

/** Reads a file's layers with weights, in the order of the network they were saved from. */
export type ReadLayers = (bytes: Uint8Array, file: string, classes: readonly string[]) => StoredLayer[];
