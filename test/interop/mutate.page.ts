// Damages files of networks by a seed, and reads them.
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { NetworkFileError } from '../../src/errors';
import type { NetworkFiles } from '../../src/protocol';
import { setAssetsFolder } from '../../worker/assets';
import { openZip } from '../../worker/data/zip';
import { readNetwork } from '../../worker/formats/read-network';
import { writeZip } from '../../worker/formats/write-zip';
import type { Given } from './interop.page';

export interface Mutated {
  refused: number;
  read: number;
  /** What was neither, in sentences. */
  faults: string[];
}

type Format = 'keras' | 'keras-h5' | 'tfjs';

/** A tensor takes no more than four times what a byte of the file could say. */
const MOST = 8;

export async function mutated(
  models: Given[],
  format: Format,
  count: number,
  seed: number,
): Promise<Mutated> {
  setAssetsFolder(`${location.origin}/dist/`);
  await tf.setBackend('cpu');
  const random = numbers(seed);
  const found: Mutated = { refused: 0, read: 0, faults: [] };
  const signal = new AbortController().signal;
  for (let i = 0; i < count; i++) {
    const { name, bytes } = models[i % models.length]!;
    const { source, size } = await damaged(format, name, bytes, random, i);
    const before = tf.memory();
    try {
      const { network } = await readNetwork(source, { signal });
      const grown = tf.memory().numBytes - before.numBytes;
      if (grown > MOST * size) found.faults.push(`${i}, ${name}: ${grown} bytes of a file of ${size}`);
      network.dispose();
      found.read += 1;
    } catch (error) {
      if (error instanceof NetworkFileError) found.refused += 1;
      else found.faults.push(`${i}, ${name}: ${error}`);
    }
    const left = tf.memory().numTensors - before.numTensors;
    if (left !== 0) found.faults.push(`${i}, ${name} leaves ${left} tensors`);
  }
  return found;
}

type Random = (below: number) => number;

function numbers(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

async function damaged(
  format: Format,
  name: string,
  bytes: Uint8Array,
  random: Random,
  i: number,
): Promise<{ source: NetworkFiles; size: number }> {
  if (format === 'keras-h5') return alone(damage(bytes, random), name);
  // Every other zip is damaged as a whole; of the others one file, so that no checksum tells.
  if (format === 'keras' && i % 2 === 0) return alone(damage(bytes, random), name);
  if (format === 'keras') {
    const files = await openZip(new Blob([bytes as Uint8Array<ArrayBuffer>]), name);
    const chosen = files[random(files.length)]!;
    const parts: Record<string, Blob> = {};
    for (const file of files) {
      const whole = new Uint8Array(await (await file.blob()).arrayBuffer());
      parts[file.path] = new Blob([
        file === chosen ? damage(whole, random) : (whole as Uint8Array<ArrayBuffer>),
      ]);
    }
    return alone(new Uint8Array(await (await writeZip(parts)).arrayBuffer()), name);
  }
  const files = await tfjsFiles(bytes, name);
  const chosen = random(4) === 0 ? 1 : 0;
  const parts = files.map((part, k) => (k === chosen ? damage(part, random) : part));
  const named = parts.map((part, k) => new File([part], k === 0 ? 'model.json' : 'weights.bin'));
  return { source: { files: named }, size: parts.reduce((sum, { length }) => sum + length, 0) };
}

function alone(bytes: Uint8Array<ArrayBuffer>, name: string) {
  return { source: new File([bytes], name), size: bytes.length };
}

/** The same model as TensorFlow.js writes it: `model.json` and `weights.bin`. */
async function tfjsFiles(bytes: Uint8Array, name: string): Promise<Uint8Array<ArrayBuffer>[]> {
  const file = new File([bytes as Uint8Array<ArrayBuffer>], name);
  const { network } = await readNetwork(file, { signal: new AbortController().signal });
  let parts: Uint8Array<ArrayBuffer>[] = [];
  await network.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
      const manifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
      const json = JSON.stringify({ format: 'layers-model', modelTopology, weightsManifest: manifest });
      parts = [
        new TextEncoder().encode(json) as Uint8Array<ArrayBuffer>,
        new Uint8Array(await new Blob([weightData as ArrayBuffer]).arrayBuffer()),
      ];
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  network.dispose();
  return parts;
}

/** One to six bytes or stretches are others: any, one bit off, a digit, or copied from elsewhere. */
function damage(bytes: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  for (let left = 1 + random(6); left > 0; left--) {
    const at = random(2) ? random(Math.min(3000, copy.length)) : random(copy.length);
    const kind = random(4);
    if (kind === 0) copy[at] = random(256);
    else if (kind === 1) copy[at]! ^= 1 << random(8);
    else if (kind === 2) copy[at] = 48 + random(10);
    else {
      const from = random(copy.length);
      copy.copyWithin(at, from, from + 1 + random(40));
    }
  }
  return copy;
}
