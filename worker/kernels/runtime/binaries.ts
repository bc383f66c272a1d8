// The binaries that the backend loads: where they lie, and whether what came is one.

/** Bundlers find the files by these literal addresses. */
const bundled = {
  'tfjs-backend-wasm-simd.wasm': () => new URL('./tfjs-backend-wasm-simd.wasm', import.meta.url),
  'tfjs-backend-wasm-threaded-simd.wasm': () =>
    new URL('./tfjs-backend-wasm-threaded-simd.wasm', import.meta.url),
  'kernels-simd.wasm': () => new URL('./kernels-simd.wasm', import.meta.url),
  'kernels-relaxed-simd.wasm': () => new URL('./kernels-relaxed-simd.wasm', import.meta.url),
};

/** How every WebAssembly binary begins: `\0asm`. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d];

/**
 * Fetches one binary: from the folder `wasmUrl` where given, else from beside this script.
 * @throws Error that names the address if it cannot be had or is no WebAssembly
 */
export async function fetchBinary(
  name: keyof typeof bundled,
  wasmUrl: string | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const url = wasmUrl === undefined ? inPackage(bundled[name]()) : inFolder(name, wasmUrl);
  const remedy = `The .wasm files lie in trainlab/dist: copy them to ${new URL('.', url).href}, or name their folder.`;
  const response = await fetch(url).catch((cause) => {
    throw new Error(`Could not fetch ${url.href} (${cause.message}). ${remedy}`, { cause });
  });
  if (!response.ok) throw new Error(`Could not fetch ${url.href}: status ${response.status}. ${remedy}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (MAGIC.every((byte, i) => bytes[i] === byte)) return bytes;
  const type = response.headers.get('content-type') ?? 'bytes of no type';
  throw new Error(`${url.href} is no WebAssembly: the server sent ${type}. ${remedy}`);
}

/** The address of a file in a folder that may be given with or without its last slash, absolute or not. */
export function inFolder(name: string, folder: string): URL {
  return new URL(name, new URL(folder.endsWith('/') ? folder : `${folder}/`, globalThis.location?.href));
}

/**
 * The address of a file of this package, from the one that its bundler gave: Next's begins with the path, which a
 * script of a blob cannot resolve, and Vite's development server moves scripts away from the other files.
 */
export function inPackage(given: string | URL): URL {
  const { protocol, href, origin } = globalThis.location ?? {};
  const url = new URL(given, protocol === 'blob:' ? origin : href);
  const moved = /^(.*\/node_modules\/)\.vite[^/]*\/deps[^/]*\/([^/]+)$/.exec(url.pathname);
  return moved ? new URL(`${moved[1]}trainlab/dist/${moved[2]}`, url) : url;
}
