// Where the files lie that the package serves beside its worker.
import { inPackage } from './kernels/runtime/binaries';

let folder: string | undefined;

/** @param url with a trailing slash; `undefined` for the worker file's own folder */
export function setAssetsFolder(url: string | undefined): void {
  folder = url;
}

/**
 * The address of a file, in whichever folder it is served.
 * @param bundled gives its literal address, `new URL('./NAME', import.meta.url)`: bundlers find the file by it
 */
export function assetUrl(name: string, bundled: () => URL): URL {
  return folder === undefined ? inPackage(bundled()) : new URL(name, folder);
}

/** The address of the network that deep dream brings along. */
export function dreamNetworkUrl(): URL {
  return assetUrl('dream-network.bin', () => new URL('./dream-network.bin', import.meta.url));
}
