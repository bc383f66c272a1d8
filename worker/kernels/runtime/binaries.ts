/** The files that the backend loads. Bundlers find them by these literal URLs. */
const bundled = {
  'tfjs-backend-wasm-simd.wasm': () => new URL('./tfjs-backend-wasm-simd.wasm', import.meta.url),
  'tfjs-backend-wasm-threaded-simd.wasm': () =>
    new URL('./tfjs-backend-wasm-threaded-simd.wasm', import.meta.url),
  'kernels-simd.wasm': () => new URL('./kernels-simd.wasm', import.meta.url),
  'kernels-relaxed-simd.wasm': () => new URL('./kernels-relaxed-simd.wasm', import.meta.url),
};

/**
 * Fetches one binary: from the folder `wasmUrl` where given, else from beside this script.
 * Throws an Error that names the address when it is not there.
 */
export async function fetchBinary(
  name: keyof typeof bundled,
  wasmUrl: string | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const url = wasmUrl === undefined ? bundled[name]() : inFolder(name, wasmUrl);
  const response = await fetch(url).catch((cause) => {
    throw new Error(`Could not fetch ${url.href}.`, { cause });
  });
  if (!response.ok) throw new Error(`Could not fetch ${url.href}: status ${response.status}.`);
  return new Uint8Array(await response.arrayBuffer());
}

/** The address of a file in a folder that may be given with or without its last slash, absolute or not. */
export function inFolder(name: string, folder: string): URL {
  return new URL(name, new URL(folder.endsWith('/') ? folder : `${folder}/`, globalThis.location?.href));
}
