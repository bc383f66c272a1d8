// What reads Parquet, with every compression but Hadoop's own. Snappy is hyparquet's own, as the other needs WebAssembly.
import { parquetMetadataAsync, parquetRead, snappyUncompress } from 'hyparquet';
import {
  decompressBrotli,
  decompressGzip,
  decompressLz4,
  decompressLz4Raw,
  decompressZstd,
} from 'hyparquet-compressors';
import { provided } from './provided';

/** What a page of a column may unpack to, whatever its size. */
const SMALL = 16 * 2 ** 20;

/** Deflate packs no tighter than this. */
const TIGHTEST = 1032;

type Decompress = (input: Uint8Array, length: number) => Uint8Array;

/** Sizes are checked before memory is taken: they stand in the file, which may be broken. */
function checked(decompress: Decompress): Decompress {
  return (input, length) => {
    if (!(length >= 0 && length <= Math.max(SMALL, TIGHTEST * input.length))) {
      throw new Error(`${input.length} bytes cannot unpack to ${length}`);
    }
    return decompress(input, length);
  };
}

const compressors = {
  SNAPPY: checked((input, length) => {
    const output = new Uint8Array(length);
    snappyUncompress(input, output);
    return output;
  }),
  GZIP: checked(decompressGzip),
  BROTLI: checked(decompressBrotli),
  ZSTD: checked((input, length) => decompressZstd(input, new Uint8Array(length))),
  LZ4: checked(decompressLz4),
  LZ4_RAW: checked(decompressLz4Raw),
};

export const library = { parquetMetadataAsync, parquetRead, compressors };
provided().parquet = library;
