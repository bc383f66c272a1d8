// What writes HDF5 files: the HDF5 library itself, compiled to WebAssembly, which is in this file too.
import { File, ready } from 'h5wasm';
import { provided } from './provided';

export const library = { File, ready };
provided().hdf5 = library;
