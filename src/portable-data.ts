// Makes `options.data` fit to cross the boundary and to mean the same on the other side.

/**
 * Addresses, which a page gives relative to itself, become absolute: a worker would take them as relative to its
 * own file. A FileList becomes an array. Everything else crosses as it is.
 */
export function portable(data: unknown): unknown {
  if (typeof data === 'string' || data instanceof URL) return absolute(data);
  if (Array.isArray(data)) return data.map(portable);
  if (typeof FileList !== 'undefined' && data instanceof FileList) return [...data];
  if (isPlainObject(data)) {
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, portable(value)]));
  }
  return data;
}

function absolute(address: string | URL): string {
  try {
    return new URL(address, document.baseURI).href;
  } catch {
    return String(address); // the worker says what is wrong with it, by name
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
