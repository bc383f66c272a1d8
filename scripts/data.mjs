// Files that the command line names, as URLs that a page can read.
import { statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from './command-line.mjs';

/**
 * @param {string[]} given folders, files and URLs
 * @returns {{ mounts: Record<string, string>, urls: string[] }} what has to be served, and the URLs in the
 *   order given; that of a folder ends with a slash
 * @throws {UsageError} for what is not there
 */
export function mountData(given) {
  /** @type {Record<string, string>} */
  const mounts = {};
  const urls = given.map((name, i) => {
    if (/^https?:/i.test(name)) return name;
    const stats = statSync(name, { throwIfNoEntry: false });
    if (!stats)
      throw new UsageError(
        `data is ${JSON.stringify(name)}; allowed is a folder or file that exists, or a URL.`,
      );
    const prefix = `/data/${i + 1}/`;
    mounts[prefix] = resolve(name);
    return stats.isDirectory() ? prefix : prefix + encodeURIComponent(basename(name));
  });
  return { mounts, urls };
}

/**
 * Serves the folder of a file, since other files may lie beside it that belong to it.
 * @param {string} option that names the file
 * @param {string} given a file, the folder of a model.json, or a URL
 * @param {{ origin: string, mount: (prefix: string, path: string) => void }} server
 * @returns {string} its URL
 * @throws {UsageError} for what is not there
 */
export function addressOf(option, given, { origin, mount }) {
  if (/^(https?|data|indexeddb):/i.test(given)) return given;
  const stats = statSync(given, { throwIfNoEntry: false });
  if (!stats) {
    throw new UsageError(`${option} is ${JSON.stringify(given)}; allowed is a file that exists, or a URL.`);
  }
  const file = stats.isDirectory() ? join(given, 'model.json') : given;
  mount(`/${option}/`, resolve(dirname(file)));
  return new URL(`/${option}/${encodeURIComponent(basename(file))}`, origin).href;
}
