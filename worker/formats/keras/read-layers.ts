// Weights that Keras saved to HDF5. A chunk of its own: only who brings such a file loads the HDF5 library.
/// <reference path="./jsfive.d.ts" />
import { Dataset, File, Group } from 'jsfive';
import { WeightsError } from '../../../src/errors';
import { whole } from './hdf5';
import type { StoredLayer, StoredWeight } from './stored-layer';

/**
 * The layers with weights that a file holds, in the order of the network that was saved: from what `save_weights`
 * and `save` write (`.h5`: Keras 1 to 3, and the weight files of Keras Applications), and from the `.weights.h5` of
 * Keras 3.
 * @param classes Keras' class names of the layers to find, in order, such as `conv2d`: the layout of Keras 3 names a
 *   layer by its class and its place among those of that class. Other files give all layers, and need none.
 * @throws WeightsError if it cannot be read, or holds no weights of a network
 */
export function readLayers(bytes: Uint8Array, file: string, classes: readonly string[]): StoredLayer[] {
  return reading(file, () => {
    const root = new File(whole(bytes), file);
    // A whole model's file holds its weights in a group beside the optimizer's.
    const saved = root.keys.includes('model_weights') ? groupOf(root, 'model_weights') : root;
    const names = listOf(saved, 'layer_names');
    if (names) return legacyLayers(saved, names, file);
    if (saved.keys.includes('layers')) return keras3Layers(groupOf(saved, 'layers'), classes, file);
    throw new WeightsError(
      file,
      'holds no weights of a Keras network: neither `layer_names` nor `layers` is there',
    );
  });
}

/** The order stands in the attribute `layer_names`, and that of a layer's weights in its `weight_names`. */
function legacyLayers(root: Group, names: readonly string[], file: string): StoredLayer[] {
  const layers = names.map((name): StoredLayer => {
    const group = groupOf(root, name);
    const weights = (listOf(group, 'weight_names') ?? []).map((path) => weightAt(group, name, path, file));
    return { name, weights };
  });
  return layers.filter(({ weights }) => weights.length > 0);
}

/** Stops at the first layer that is not there. */
function keras3Layers(layers: Group, classes: readonly string[], file: string): StoredLayer[] {
  const counts = new Map<string, number>();
  const stored: StoredLayer[] = [];
  for (const kind of classes) {
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    const name = count === 0 ? kind : `${kind}_${count}`;
    if (!layers.keys.includes(name)) break;
    const variables = groupOf(groupOf(layers, name), 'vars');
    const paths = variables.keys.sort((a, b) => Number(a) - Number(b));
    stored.push({
      name,
      weights: paths.map((path) => weightAt(variables, `layers/${name}/vars`, path, file)),
    });
  }
  return stored;
}

function weightAt(group: Group, parent: string, path: string, file: string): StoredWeight {
  const name = `${parent}/${path}`;
  const found = group.get(path);
  if (!(found instanceof Dataset)) throw new WeightsError(file, `${name} is not a data set`);
  return {
    name,
    shape: found.shape,
    read: () =>
      reading(file, () => {
        if (typeof found.dtype !== 'string' || !/f[48]$/.test(found.dtype)) {
          throw new WeightsError(file, `${name}: expected values of type f4 or f8, found ${found.dtype}`);
        }
        return new Float32Array(found.value);
      }),
  };
}

/** A list of names that Keras keeps as an attribute, or, where that would be too long, as several with a number. */
function listOf(group: Group, key: string): string[] | undefined {
  const { attrs } = group;
  const parts = key in attrs ? [attrs[key]] : [];
  for (let i = 0; `${key}${i}` in attrs; i++) parts.push(attrs[`${key}${i}`]);
  if (parts.length === 0) return undefined;
  return (parts.flat() as unknown[]).map((name) => String(name).replace(/\0+$/, ''));
}

function groupOf(parent: Group, name: string): Group {
  const found = parent.get(name);
  if (!(found instanceof Group)) throw `${name} is not a group`;
  return found;
}

/** Gives whatever the library throws a name. */
function reading<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof WeightsError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new WeightsError(file, `cannot be read as HDF5: ${reason}`, { cause });
  }
}
