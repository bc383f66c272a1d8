// What a visitor asks a network about that learned small grey pictures.
import type { Pixels } from '../../src/protocol';
import { prepareDrawing } from './drawing';
import { shrinkPicture } from './picture';

const SIDE = 28;

/**
 * @param picture of any size
 * @param drawn whether it is taken for a drawing, and centred and scaled as MNIST's are; else its middle square counts
 * @returns [784] grey values of 0 to 1
 * @throws InvalidInputError if it is no picture, or a drawing with nothing on it
 */
export function smallGrey(picture: Pixels, drawn: boolean): Float32Array {
  if (drawn) return prepareDrawing(picture);
  const colours = shrinkPicture(picture, SIDE);
  return Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [red, green, blue] = colours.subarray(3 * i, 3 * i + 3);
    return 0.299 * red! + 0.587 * green! + 0.114 * blue!;
  });
}
