import type { DatasetInfo, PictureSource, Pixels } from '../../../src/protocol';
import { readPicture } from '../../data/picture-source';
import type { Random } from '../../training/random';
import { drawLandscape } from './landscape';

const WIDTH = 480;
const HEIGHT = 320;

/**
 * The picture to dream on: a drawn landscape where none is given.
 * @throws DatasetError if it cannot be had or decoded
 */
export async function originalPicture(
  source: PictureSource | undefined,
  { random, signal }: { random: Random; signal: AbortSignal },
): Promise<Pixels & { info: DatasetInfo }> {
  const counts = { train: 1, test: 0 };
  if (source === undefined) {
    const info = { name: 'drawn landscape', source: 'embedded', ...counts };
    return { ...drawLandscape(WIDTH, HEIGHT, random), info };
  }
  const { data, width, height } = await readPicture(source, 'image', signal);
  const from = typeof source === 'string' || source instanceof URL ? String(source) : 'page';
  return { data, width, height, info: { name: `picture of ${width} × ${height}`, source: from, ...counts } };
}
