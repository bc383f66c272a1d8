// The picture that is dreamt on, from octave to octave.
import { add, image, mul, sub, type Tensor4D, tensor4d, tidy } from '@tensorflow/tfjs-core';
import type { Pixels } from '../../../src/protocol';
import type { PictureNetwork } from './network/picture-network';
import { picturePixels, pictureTensor } from './pixels';
import type { Size } from './plan';

/** Where a dream stands. */
export interface CanvasState {
  /** [1, height, width, channels] */
  shape: [number, number, number, number];
  picture: Float32Array;
  undreamt: Float32Array;
}

const valuesOf = async (picture: Tensor4D) => Float32Array.from(await picture.data());

export class Canvas {
  readonly #original: Pixels;
  readonly #network: PictureNetwork;
  /** Of the largest octave's size. */
  readonly #whole: Tensor4D;
  /** What the dream of this octave started from, were there no dream. */
  #undreamt: Tensor4D;
  #picture: Tensor4D;

  constructor(original: Pixels, network: PictureNetwork, { smallest, largest }: Record<string, Size>) {
    this.#original = original;
    this.#network = network;
    this.#whole = pictureTensor(original, largest!, network);
    this.#undreamt = resized(this.#whole, smallest!);
    this.#picture = this.#undreamt.clone();
  }

  /** [1, height, width, channels] */
  get picture(): Tensor4D {
    return this.#picture;
  }

  /** Takes the place of the picture, which is disposed. */
  set picture(next: Tensor4D) {
    this.#picture.dispose();
    this.#picture = next;
  }

  /** Goes over to the next octave. */
  enlarge(size: Size): void {
    const undreamt = resized(this.#undreamt, size);
    this.picture = resized(this.#picture, size);
    this.#undreamt.dispose();
    this.#undreamt = undreamt;
  }

  /** Puts the detail back that the picture lost when it was shrunk for the octave before. */
  restoreDetail(): void {
    const [, height, width] = this.#picture.shape;
    const detailed = resized(this.#whole, [height, width]);
    this.picture = tidy(() => add(this.#picture, sub(detailed, this.#undreamt)));
    this.#undreamt.dispose();
    this.#undreamt = detailed;
  }

  /** The picture at the size of its octave. */
  shown(): Promise<ImageData> {
    return picturePixels(this.#picture, this.#network.range);
  }

  /** The original with the dream so far on it. */
  async finished(): Promise<ImageData> {
    const [low, high] = this.#network.range;
    const change = tidy(() => mul(sub(this.#picture, this.#undreamt), 255 / (high - low)));
    const [, height, width] = this.#picture.shape;
    const values = (await change.data()) as Float32Array;
    change.dispose();
    return addEnlarged(this.#original, values, [height, width]);
  }

  /** Copies of what changes. */
  async state(): Promise<CanvasState> {
    const [picture, undreamt] = await Promise.all([valuesOf(this.#picture), valuesOf(this.#undreamt)]);
    return { shape: this.#picture.shape, picture, undreamt };
  }

  load({ shape, picture, undreamt }: CanvasState): void {
    this.picture = tensor4d(picture, shape);
    this.#undreamt.dispose();
    this.#undreamt = tensor4d(undreamt, shape);
  }

  dispose(): void {
    for (const tensor of [this.#whole, this.#undreamt, this.#picture]) tensor.dispose();
  }
}

function resized(picture: Tensor4D, [height, width]: Size): Tensor4D {
  const same = picture.shape[1] === height && picture.shape[2] === width;
  return same ? picture.clone() : image.resizeBilinear(picture, [height, width], false, true);
}

/** Where a pixel of the large picture lies between two of the small one. */
interface Place {
  below: number;
  above: number;
  share: number;
}

/**
 * Adds to a picture what changed in a small copy of it, enlarged bilinearly: unchanged parts stay what they are,
 * to the byte.
 * @param change [height, width, channels], in bytes; one channel changes brightness
 */
function addEnlarged(picture: Pixels, change: Float32Array, [height, width]: Size): ImageData {
  const channels = change.length / (height * width);
  const columns = places(picture.width, width);
  const bytes = new Uint8ClampedArray(picture.data);
  for (const [y, { below, above, share: down }] of places(picture.height, height).entries()) {
    for (let x = 0; x < picture.width; x++) {
      const { below: left, above: right, share } = columns[x]!;
      const at = 4 * (y * picture.width + x);
      for (let i = 0; i < 3; i++) {
        const channel = channels === 1 ? 0 : i;
        const value = (row: number, column: number) => change[(row * width + column) * channels + channel]!;
        const top = value(below, left) * (1 - share) + value(below, right) * share;
        const bottom = value(above, left) * (1 - share) + value(above, right) * share;
        bytes[at + i] = picture.data[at + i]! + top * (1 - down) + bottom * down;
      }
    }
  }
  return new ImageData(bytes, picture.width, picture.height);
}

/** With the centres of pixels at halves, as `tf.image.resizeBilinear` has them with `halfPixelCenters`. */
function places(large: number, small: number): Place[] {
  return Array.from({ length: large }, (_, i) => {
    const at = Math.min(small - 1, Math.max(0, ((i + 0.5) * small) / large - 0.5));
    const below = Math.floor(at);
    return { below, above: Math.min(small - 1, below + 1), share: at - below };
  });
}
