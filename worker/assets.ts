// Where the files lie that the package serves beside its worker.
import { inPackage } from './kernels/runtime/binaries';

let folder: string | undefined;

/** @param url with a trailing slash; `undefined` for the worker file's own folder */
export function setAssetsFolder(url: string | undefined): void {
  folder = url;
}

/**
 * The address of the network that deep dream brings along, in whichever folder it is served.
 * Bundlers find the file by the literal address.
 */
export function dreamNetworkUrl(): URL {
  return folder === undefined
    ? inPackage(new URL('./dream-network.bin', import.meta.url))
    : new URL('dream-network.bin', folder);
}
