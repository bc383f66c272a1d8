// Paints shapes into the square of a thing.

import type { Colour } from './colour';
import type { Scene } from './scene';

export type Point = readonly [x: number, y: number];

export const at = (x: number, y: number): Point => [x, y];

/** Where a thing stands in its scene, and how large. */
export interface Stance {
  /** Its middle, in pixels. */
  x: number;
  y: number;
  /** Pixels per unit to the side and downwards; a negative width mirrors it. */
  width: number;
  height: number;
  /** Radians, clockwise. */
  turn: number;
}

/** Paints a thing in its own units: from −1 to 1 to the right and downwards, wherever it stands. */
export class Brush {
  readonly #cos: number;
  readonly #sin: number;
  readonly #scale: number;

  constructor(
    readonly canvas: Scene,
    readonly stance: Stance,
  ) {
    this.#cos = Math.cos(stance.turn);
    this.#sin = Math.sin(stance.turn);
    this.#scale = Math.sqrt(Math.abs(stance.width) * stance.height);
  }

  /** An ellipse turned clockwise; where `flat` is given, only its part above that height. */
  ellipse([x, y]: Point, [width, height]: Point, colour: Colour, { turn = 0, flat = 9 } = {}): void {
    const cos = Math.cos(turn);
    const sin = Math.sin(turn);
    this.#paint([x, y], Math.max(width, height), colour, (px, py) => {
      const u = (cos * (px - x) + sin * (py - y)) / width;
      const v = (cos * (py - y) - sin * (px - x)) / height;
      // The distance to first order: the implicit function over the length of its gradient.
      const length = Math.sqrt(u * u + v * v);
      const slope = Math.sqrt((u / width) ** 2 + (v / height) ** 2) || 1;
      const depth = (length * (length - 1)) / slope;
      return Math.max(depth, py - flat);
    });
  }

  /** A convex polygon, its corners in clockwise order. */
  polygon(corners: readonly Point[], colour: Colour): void {
    const edges = corners.map(([x, y], i) => {
      const [nextX, nextY] = corners[(i + 1) % corners.length]!;
      const length = Math.hypot(nextX - x, nextY - y);
      return { x, y, outX: (nextY - y) / length, outY: (x - nextX) / length };
    });
    const middle = [mean(corners.map(([x]) => x)), mean(corners.map(([, y]) => y))] as const;
    const radius = Math.max(...corners.map(([x, y]) => Math.hypot(x - middle[0], y - middle[1])));
    this.#paint(middle, radius, colour, (px, py) => {
      let depth = Number.NEGATIVE_INFINITY;
      for (const { x, y, outX, outY } of edges) depth = Math.max(depth, (px - x) * outX + (py - y) * outY);
      return depth;
    });
  }

  /** An upright rectangle. */
  box([left, top]: Point, [right, bottom]: Point, colour: Colour): void {
    this.polygon([at(left, top), at(right, top), at(right, bottom), at(left, bottom)], colour);
  }

  /** A line with round ends. */
  line([x, y]: Point, [toX, toY]: Point, thickness: number, colour: Colour): void {
    const dx = toX - x;
    const dy = toY - y;
    const square = dx * dx + dy * dy || 1;
    const middle = [x + dx / 2, y + dy / 2] as const;
    this.#paint(middle, Math.sqrt(square) / 2 + thickness, colour, (px, py) => {
      const along = Math.max(0, Math.min(1, ((px - x) * dx + (py - y) * dy) / square));
      return Math.sqrt((px - x - along * dx) ** 2 + (py - y - along * dy) ** 2) - thickness / 2;
    });
  }

  #paint([x, y]: Point, radius: number, colour: Colour, depth: (x: number, y: number) => number): void {
    const { stance } = this;
    const cos = this.#cos;
    const sin = this.#sin;
    const across = x * stance.width;
    const down = y * stance.height;
    const bounds = {
      x: stance.x + cos * across - sin * down,
      y: stance.y + sin * across + cos * down,
      radius: radius * Math.max(Math.abs(stance.width), stance.height),
    };
    this.canvas.paint(
      (px, py) => {
        const u = (cos * (px - stance.x) + sin * (py - stance.y)) / stance.width;
        const v = (cos * (py - stance.y) - sin * (px - stance.x)) / stance.height;
        return this.#scale * depth(u, v);
      },
      bounds,
      colour,
    );
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
