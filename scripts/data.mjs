// The data of a training: what the command line names, as URLs that a page can read.
import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
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
