// What writes HDF5 files: the HDF5 library itself, compiled to WebAssembly, which is in this file too.
import { File, ready } from 'h5wasm';
import { provided } from './provided';

/** Where the library keeps its files: in memory. */
interface FileSystem {
  readFile(name: string): Uint8Array;
  unlink(name: string): void;
  analyzePath(name: string): { exists: boolean };
}

interface Hdf5Library {
  File: typeof File;
  ready: Promise<{ FS: FileSystem }>;
}

export const library: Hdf5Library = { File, ready: ready as unknown as Hdf5Library['ready'] };
provided().hdf5 = library;
