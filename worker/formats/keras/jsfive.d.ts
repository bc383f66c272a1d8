// What of jsfive is used here; it brings no types. It throws strings as well as errors.
declare module 'jsfive' {
  export class Group {
    /** Names of the groups and data sets in it. */
    readonly keys: string[];
    readonly attrs: Record<string, unknown>;
    /** By its path below this group; throws where there is none. */
    get(path: string): Group | Dataset;
  }
  export class File extends Group {
    constructor(bytes: ArrayBuffer, name?: string);
  }
  export class Dataset {
    readonly shape: number[];
    /** As NumPy writes it: `<f4` for little-endian 32-bit floats. */
    readonly dtype: string | unknown[];
    /** All values, row by row. */
    readonly value: number[];
  }
}
