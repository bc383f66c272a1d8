// What to put in the place of a convolution's images that do not go with a gradient.

/**
 * The smallest images that a convolution turns into ones of dy's number and sides.
 * @param given the images that do not fit: their channels are kept
 * @param sides the dimensions that are height, width and depth
 * @param convolved the shape that the convolution makes of images; a longer side never gives fewer places
 * @returns undefined where no images fit
 */
export function fittingShape(
  given: readonly number[],
  dy: readonly number[],
  sides: readonly number[],
  convolved: (images: number[]) => readonly number[],
): number[] | undefined {
  const fitting = given.slice();
  fitting[0] = dy[0]!;
  for (const side of sides) {
    const places = (length: number) => convolved(given.map((old, i) => (i === side ? length : old)))[side]!;
    let length = 1;
    while (places(length) < dy[side]!) length++;
    if (places(length) !== dy[side]) return undefined;
    fitting[side] = length;
  }
  return fitting;
}
