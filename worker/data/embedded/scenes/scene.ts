// The pixels of a scene while it is painted.
import type { Colour } from './colour';

/** Side of a scene in pixels, as in CIFAR-10. */
export const SIDE = 32;

/** Says how far a point lies outside a shape, in pixels; negative inside. Pixel centres lie on halves. */
export type Depth = (x: number, y: number) => number;

export interface Circle {
  x: number;
  y: number;
  radius: number;
}

/** A picture in the making: SIDE × SIDE pixels of red, green and blue, 0 to 1. */
export class Scene {
  readonly pixels = new Float32Array(SIDE * SIDE * 3);

  /** Gives every row a colour. */
  fill(colourAt: (y: number) => Colour): void {
    for (let y = 0, at = 0; y < SIDE; y++) {
      const [red, green, blue] = colourAt(y + 0.5);
      for (let x = 0; x < SIDE; x++, at += 3) {
        this.pixels[at] = red;
        this.pixels[at + 1] = green;
        this.pixels[at + 2] = blue;
      }
    }
  }

  /** Multiplies every pixel with the gains of its channels, then adds an offset of its own. */
  expose([red, green, blue]: Colour, offsetAt: (x: number, y: number) => number): void {
    for (let y = 0, at = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++, at += 3) {
        const offset = offsetAt(x + 0.5, y + 0.5);
        this.pixels[at] = this.pixels[at]! * red + offset;
        this.pixels[at + 1] = this.pixels[at + 1]! * green + offset;
        this.pixels[at + 2] = this.pixels[at + 2]! * blue + offset;
      }
    }
  }

  /** Paints a shape over what is there, its edge smoothed over one pixel. Nothing of it lies outside `bounds`. */
  paint(depth: Depth, bounds: Circle, [red, green, blue]: Colour, opacity = 1): void {
    const reach = bounds.radius + 1;
    const right = Math.min(SIDE - 1, Math.floor(bounds.x + reach));
    const bottom = Math.min(SIDE - 1, Math.floor(bounds.y + reach));
    for (let y = Math.max(0, Math.floor(bounds.y - reach)); y <= bottom; y++) {
      for (let x = Math.max(0, Math.floor(bounds.x - reach)); x <= right; x++) {
        const coverage = opacity * Math.max(0, Math.min(1, 0.5 - depth(x + 0.5, y + 0.5)));
        if (coverage === 0) continue;
        const at = 3 * (y * SIDE + x);
        this.pixels[at]! += coverage * (red - this.pixels[at]!);
        this.pixels[at + 1]! += coverage * (green - this.pixels[at + 1]!);
        this.pixels[at + 2]! += coverage * (blue - this.pixels[at + 2]!);
      }
    }
  }

  /** Writes the picture as bytes, pixel by pixel. */
  write(bytes: Uint8Array, start: number): void {
    const clamped = new Uint8ClampedArray(bytes.buffer, bytes.byteOffset + start, this.pixels.length);
    for (let i = 0; i < clamped.length; i++) clamped[i] = 255 * this.pixels[i]!;
  }
}
