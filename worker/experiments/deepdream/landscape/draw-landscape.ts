// Draws the landscape that is dreamt on where no picture is given.
import type { Pixels } from '../../../../src/protocol';
import type { Random } from '../../../training/random';
import { paintLake } from './lake';
import { paintMeadow } from './meadow';
import { paintHills, paintMountains } from './mountains';
import { everywhere, Painting } from './painting';
import { createSky } from './sky';
import { paintBroadTree, paintFir } from './trees';

/**
 * Draws a landscape: sky, sun and clouds, mountains and hills, mirrored in a lake, with trees and flowers on its
 * shores. The same random stream draws the same landscape, whatever its size: more pixels show it finer, a wider
 * picture more of it.
 *
 * @param width @param height in pixels
 * @throws RangeError unless both are whole numbers of at least 1
 */
export function drawLandscape(width: number, height: number, random: Random): Pixels {
  for (const length of [width, height]) {
    if (!Number.isInteger(length) || length < 1) {
      throw new RangeError(`A landscape measures at least 1 × 1 whole pixels, not ${width} × ${height}.`);
    }
  }
  const painting = new Painting(width, height);
  const { aspect } = painting;
  const shore = 0.6 + random.uniform(0, 0.04);
  const sky = createSky(random.fork('sky'), aspect, shore);
  painting.paint(sky.shade, everywhere);
  paintMountains(painting, sky, random.fork('far'), { foot: shore, rise: 0.42, distance: 0.6 });
  paintMountains(painting, sky, random.fork('near'), { foot: shore, rise: 0.28, distance: 0.24 });
  const hills = { foot: shore, rise: 0.07, distance: 0.2, colour: [0.36, 0.5, 0.2] as const };
  const hilltop = paintHills(painting, sky, random.fork('hills'), hills);
  const woods = random.fork('woods');
  for (let i = 0, count = Math.round(34 * aspect); i < count; i++) {
    const u = woods.uniform(0, aspect);
    const v = Math.min(shore, hilltop(u) + woods.uniform(0.02, 0.06));
    paintFir(painting, sky, woods.fork(i), { u, v, tall: woods.uniform(0.035, 0.07) });
  }
  paintLake(painting, sky, random.fork('lake'), shore);
  const edge = paintMeadow(painting, sky, random.fork('meadow'), 0.86);
  const trees = random.fork('trees');
  const bank = sky.sun.u < aspect / 2 ? 1 : -1; // the tall trees stand across from the sun
  for (const [i, place] of [0.47, 0.36, 0.42, 0.29].entries()) {
    const u = aspect * (0.5 + bank * (place + trees.uniform(-0.03, 0.03)));
    paintFir(painting, sky, trees.fork(i), {
      u,
      v: edge(u) + 0.02 + 0.01 * i,
      tall: trees.uniform(0.24, 0.5),
    });
  }
  const u = aspect * (0.5 - bank * trees.uniform(0.3, 0.36));
  paintBroadTree(painting, sky, trees.fork('broad'), {
    u,
    v: edge(u) + 0.05,
    tall: trees.uniform(0.4, 0.48),
  });
  return painting.toPixels();
}
