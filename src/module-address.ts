// The address of a module of the page's own, as the worker can load it.
import { InvalidOptionError } from './errors';

/**
 * @param given relative to the page, absolute, `blob:` or `data:`
 * @throws InvalidOptionError for what is no address
 */
export async function moduleAddress(given: unknown): Promise<string> {
  const url = absolute(given);
  // A frame without an origin has a worker of another such origin, which cannot see the frame's blobs.
  if (url.protocol !== 'blob:' || globalThis.origin !== 'null') return url.href;
  const source = await (await fetch(url)).text();
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

function absolute(given: unknown): URL {
  try {
    if (given instanceof URL || (typeof given === 'string' && given !== ''))
      return new URL(given, document.baseURI);
  } catch {
    // It is told below.
  }
  throw new InvalidOptionError('url', given, 'the address of an ES module, such as ./mine.js');
}
