// Weight files as Keras lays them out, written by the HDF5 library itself.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { File, type Group, ready } from 'h5wasm/node';

export interface SavedLayer {
  name: string;
  weights: { name: string; shape: number[]; values: Float32Array | Int32Array }[];
}

/** As `save_weights` of Keras 2 writes it, and as Keras Applications publishes its files. */
export function legacyFile(layers: readonly SavedLayer[]): Promise<Uint8Array> {
  return written((root) => writeLegacy(root, layers));
}

/** As `save` writes a whole model, with names too long for one attribute in parts. */
export function modelFile(layers: readonly SavedLayer[]): Promise<Uint8Array> {
  return written((root) => {
    root.create_group('optimizer_weights');
    writeLegacy(root.create_group('model_weights'), layers, 2);
  });
}

/** As `save_weights` of Keras 3 writes it; the layers' names are those of their classes. */
export function keras3File(layers: readonly SavedLayer[]): Promise<Uint8Array> {
  return written((root) => {
    const all = root.create_group('layers');
    const counts = new Map<string, number>();
    for (const { name, weights } of layers) {
      const base = name.replace(/_\d+$/, '');
      const count = counts.get(base) ?? 0;
      counts.set(base, count + 1);
      const group = all.create_group(count === 0 ? base : `${base}_${count}`).create_group('vars');
      for (const [i, { shape, values }] of weights.entries()) {
        group.create_dataset({ name: String(i), data: values, shape });
      }
    }
  });
}

/** Any HDF5 file. */
export async function written(write: (root: Group) => void): Promise<Uint8Array> {
  await ready;
  const folder = mkdtempSync(join(tmpdir(), 'trainlab-weights-'));
  try {
    const file = new File(join(folder, 'weights.h5'), 'w', { libver: ['earliest', 'latest'] });
    try {
      write(file);
    } finally {
      file.close();
    }
    return new Uint8Array(readFileSync(join(folder, 'weights.h5')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeLegacy(root: Group, layers: readonly SavedLayer[], parts = 1): void {
  writeNames(
    root,
    'layer_names',
    layers.map(({ name }) => name),
    parts,
  );
  for (const { name, weights } of layers) {
    const group = root.create_group(name);
    const paths = weights.map((weight) => `${name}/${weight.name}:0`);
    writeNames(group, 'weight_names', paths);
    if (weights.length === 0) continue;
    const inner = group.create_group(name);
    for (const weight of weights) {
      inner.create_dataset({ name: `${weight.name}:0`, data: weight.values, shape: weight.shape });
    }
  }
}

/** Strings of one length, as NumPy makes them; an empty list is one of numbers. */
function writeNames(group: Group, key: string, names: readonly string[], parts = 1): void {
  if (names.length === 0) group.create_attribute(key, new Float64Array(0), [0]);
  const size = Math.ceil(names.length / parts);
  for (let part = 0; part * size < names.length; part++) {
    const some = names.slice(part * size, (part + 1) * size);
    const length = Math.max(...some.map((name) => name.length));
    group.create_attribute(parts > 1 ? `${key}${part}` : key, some, [some.length], `S${length}`);
  }
}
