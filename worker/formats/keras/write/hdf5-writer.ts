// Writes HDF5 files, through the HDF5 library itself as WebAssembly: it comes when such a file is written.
import { onDemand } from '../../../on-demand';

export interface Hdf5Array {
  shape: number[];
  data: Float32Array | Int32Array | BigInt64Array;
}

/** A group, with what is in it by name; the name of an array may lead through groups. */
export interface Hdf5Group {
  attributes?: Record<string, string | string[]>;
  groups?: Record<string, Hdf5Group>;
  arrays?: Record<string, Hdf5Array>;
}

type Library = Awaited<ReturnType<typeof onDemand<'hdf5'>>>;
type Group = InstanceType<Library['File']>;

/** Names in the library's own file system, of which nobody else has use. */
let written = 0;

/** @throws FormatUnavailableError if the library cannot be loaded */
export async function hdf5Bytes(root: Hdf5Group): Promise<Uint8Array<ArrayBuffer>> {
  const { File, ready } = await onDemand('hdf5');
  const { FS } = await ready;
  const name = `/${written++}.h5`;
  try {
    const file = new File(name, 'w');
    try {
      write(file as unknown as Group, root);
    } finally {
      file.close();
    }
    return FS.readFile(name) as Uint8Array<ArrayBuffer>;
  } finally {
    if (FS.analyzePath(name).exists) FS.unlink(name);
  }
}

const TYPES = { Float32Array: '<f4', Int32Array: '<i4', BigInt64Array: '<q' } as const;

function write(to: Group, { attributes = {}, groups = {}, arrays = {} }: Hdf5Group): void {
  for (const [name, value] of Object.entries(attributes)) {
    // Texts of any length: those of a fixed one have a limit in all. A list of none has no type of its own.
    const list = Array.isArray(value);
    if (list && value.length === 0) to.create_attribute(name, new Float64Array(0), [0], '<d');
    else to.create_attribute(name, value, list ? [value.length] : [], 'S');
  }
  for (const [name, group] of Object.entries(groups)) write(to.create_group(name) as Group, group);
  for (const [path, { shape, data }] of Object.entries(arrays)) {
    const dtype = TYPES[data.constructor.name as keyof typeof TYPES];
    const parts = path.split('/');
    let parent = to;
    for (const part of parts.slice(0, -1)) {
      const there = parent.keys().includes(part);
      parent = (there ? parent.get(part) : parent.create_group(part)) as Group;
    }
    parent.create_dataset({ name: parts.at(-1)!, data: data as Float32Array, shape, dtype });
  }
}
