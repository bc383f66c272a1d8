// What deepdream takes besides numbers: pictures, a network, layers, and where to write its picture.
import { statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from './command-line.mjs';

/** A line each, for the list of options. */
export const DREAM_OPTIONS = [
  ['--image PATH', 'a picture file or its URL to dream on; a drawn landscape without it'],
  ['--guide PATH', 'a picture whose features the dream takes up'],
  ['--network PATH', 'a model.json of TensorFlow.js, or its URL; the embedded network without it'],
  ['--weights PATH', 'Keras’ weight file of InceptionV3, or its URL: dreams with that network'],
  ['--layers NAME=COEFFICIENT,…', 'the layers to excite; the network’s own choice without it'],
  ['--out FILE.png', 'where to write the picture'],
];

/**
 * @typedef {object} DreamOptions
 * @property {Record<string, string>} mounts folders to serve, by URL prefix
 * @property {(origin: string) => Record<string, unknown>} options as `lab.train` takes them
 * @property {string} [out] file to write
 */

/**
 * Takes its options out of a command line's.
 * @param {Record<string, string>} texts
 * @returns {DreamOptions}
 * @throws {UsageError} for a file that is not there, and for layers that are no numbers by name
 */
export function takeDreamOptions(texts) {
  /** @type {Record<string, string>} */
  const mounts = {};
  /** @param {string} name */
  const take = (name) => {
    const text = texts[name];
    delete texts[name];
    return text;
  };
  /** @param {string} name @returns {string | undefined} an address, relative to the server */
  const address = (name) => {
    const given = take(name);
    if (given === undefined || /^(https?|data|indexeddb):/i.test(given)) return given;
    const stats = statSync(given, { throwIfNoEntry: false });
    if (!stats) {
      throw new UsageError(`${name} is ${JSON.stringify(given)}; allowed is a file that exists, or a URL.`);
    }
    const file = stats.isDirectory() ? join(given, 'model.json') : given;
    mounts[`/${name}/`] = resolve(dirname(file));
    return `/${name}/${encodeURIComponent(basename(file))}`;
  };
  const [image, guide, network, weights] = ['image', 'guide', 'network', 'weights'].map(address);
  const layers = readLayers(take('layers'));
  const out = take('out');
  return {
    mounts,
    out,
    options(origin) {
      /** @param {string | undefined} given */
      const absolute = (given) => given && new URL(given, origin).href;
      const inception = weights && { architecture: 'inception-v3', weights: absolute(weights) };
      const source = inception ?? (network && { url: absolute(network) });
      const all = { image: absolute(image), guide: absolute(guide), network: source, layers };
      return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    },
  };
}

/** @param {string | undefined} text such as `mixed3=0.5,mixed4=2` */
function readLayers(text) {
  if (text === undefined) return undefined;
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [name, coefficient = '1'] = part.split('=');
      if (name && coefficient.trim() !== '' && Number.isFinite(Number(coefficient)))
        return [name, Number(coefficient)];
      throw new UsageError(
        `layers is ${JSON.stringify(text)}; allowed are names with coefficients, such as mixed3=0.5,mixed4=2.`,
      );
    }),
  );
}
