// Libraries that few pages need: each is a file of its own beside the worker's, and comes when its format does.
// Another one is a module in this folder that provides what is used of it, a line in both tables below, and its name
// in rollup.config.mjs. Such a module imports nothing of the worker: it would bring a second copy along.
import { FormatUnavailableError } from '../../src/errors';
import { assetUrl } from '../assets';
import { provided } from './provided';

export interface Libraries {
  csv: typeof import('./csv').library;
  gzip: typeof import('./gzip').library;
  hdf5: typeof import('./hdf5').library;
  parquet: typeof import('./parquet').library;
  zip: typeof import('./zip').library;
  'zip-writer': typeof import('./zip-writer').library;
}

/** Bundlers find the files by these literal addresses, and serve them as they are. */
const bundled: Record<keyof Libraries, () => URL> = {
  csv: () => new URL('./worker-csv.js', import.meta.url),
  gzip: () => new URL('./worker-gzip.js', import.meta.url),
  hdf5: () => new URL('./worker-hdf5.js', import.meta.url),
  parquet: () => new URL('./worker-parquet.js', import.meta.url),
  zip: () => new URL('./worker-zip.js', import.meta.url),
  'zip-writer': () => new URL('./worker-zip-writer.js', import.meta.url),
};

/**
 * Gives a library, loaded at the first call.
 * @throws FormatUnavailableError that names the file and its folder if it cannot be loaded
 */
export async function onDemand<N extends keyof Libraries>(name: N): Promise<Libraries[N]> {
  const libraries = provided() as Partial<Libraries>;
  if (!libraries[name]) await load(name);
  return libraries[name]!;
}

async function load(name: keyof Libraries): Promise<void> {
  const file = `worker-${name}.js`;
  const url = assetUrl(file, bundled[name]);
  try {
    // The build marks this one for bundlers, which would look for files that it could mean.
    await import(url.href);
    if (!(name in provided())) throw new Error('it is another file');
  } catch (cause) {
    const reason =
      `it cannot be loaded, and ${name} cannot be had without it (${(cause as Error).message}). ` +
      `Copy ${file} from trainlab/dist into ${new URL('.', url).href}, or name its folder by assetsUrl`;
    throw new FormatUnavailableError(url.href, reason, { cause });
  }
}
