// The pixels of a landscape while it is painted.
import type { Pixels } from '../../../../src/protocol';
import { type Colour, mix } from '../../../data/embedded/scenes/colour';

/** The colour at a point. Lengths are in heights of the picture: u runs to width ÷ height, v downwards to 1. */
export type Shade = (u: number, v: number) => Colour;

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A picture in the making, painted from back to front, of any size. */
export class Painting {
  readonly #pixels: Float32Array;
  /** Length of a pixel's side. */
  readonly pixel: number;
  /** The picture's width. */
  readonly aspect: number;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.#pixels = new Float32Array(width * height * 3);
    this.pixel = 1 / height;
    this.aspect = width / height;
  }

  /**
   * Paints a shape over what is there, its edge smoothed over one pixel.
   * @param depth how far a point lies outside of the shape; negative inside. None of it lies outside `box`.
   */
  paint(shade: Shade, depth: Shape, box: Box = { left: 0, top: 0, right: this.aspect, bottom: 1 }): void {
    const { width, height, pixel } = this;
    const right = Math.min(width, Math.ceil(box.right / pixel));
    const bottom = Math.min(height, Math.ceil(box.bottom / pixel));
    for (let y = Math.max(0, Math.floor(box.top / pixel)); y < bottom; y++) {
      for (let x = Math.max(0, Math.floor(box.left / pixel)); x < right; x++) {
        const u = (x + 0.5) * pixel;
        const v = (y + 0.5) * pixel;
        const coverage = Math.min(1, 0.5 - depth(u, v) / pixel);
        if (coverage <= 0) continue;
        this.#pixels.set(mix(this.at(x, y), shade(u, v), coverage), 3 * (y * width + x));
      }
    }
  }

  /** What is painted at a pixel; beyond the edge, the edge's. */
  at(x: number, y: number): Colour {
    const column = Math.max(0, Math.min(this.width - 1, Math.floor(x)));
    const row = Math.max(0, Math.min(this.height - 1, Math.floor(y)));
    const at = 3 * (row * this.width + column);
    return [this.#pixels[at]!, this.#pixels[at + 1]!, this.#pixels[at + 2]!];
  }

  toPixels(): Pixels {
    const { width, height } = this;
    const data = new Uint8ClampedArray(width * height * 4).fill(255);
    for (let i = 0; i < width * height; i++) {
      for (let channel = 0; channel < 3; channel++)
        data[4 * i + channel] = 255 * this.#pixels[3 * i + channel]!;
    }
    return { data, width, height };
  }
}

export type Shape = (u: number, v: number) => number;

export const everywhere: Shape = () => Number.NEGATIVE_INFINITY;
