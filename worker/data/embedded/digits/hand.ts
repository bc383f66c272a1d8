// An unsteady hand.
import type { Random } from '../../../training/random';
import type { Point } from './stroke';

/** One writer's hand: it means to go to a place and gets near it. */
export class Hand {
  /** How far, as a rule, the pen misses a place it aims at, in digit heights. */
  readonly looseness: number;

  constructor(private readonly random: Random) {
    this.looseness = random.uniform(0.004, 0.03);
  }

  /** Near the given place. */
  at(x: number, y: number): Point {
    return [x + this.looseness * this.random.normal(), y + this.looseness * this.random.normal()];
  }

  /** Uniform between two bounds. */
  between(low: number, high: number): number {
    return this.random.uniform(low, high);
  }

  /** Around a mean, never further than 2.5 deviations from it. */
  about(mean: number, deviation: number): number {
    const z = this.random.normal();
    return mean + deviation * Math.max(-2.5, Math.min(2.5, z));
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.random.uniform() < probability;
  }

  /** One of several ways of writing, each as often as its weight says. */
  choose<T>(ways: readonly (readonly [weight: number, way: T])[]): T {
    let left = this.random.uniform() * ways.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, way] of ways) {
      left -= weight;
      if (left < 0) return way;
    }
    return ways.at(-1)![1];
  }

  /**
   * Places round an ellipse.
   * @param from where it starts, in degrees clockwise from the right
   * @param sweep how far round it goes, in degrees, negative against the clock
   * @param drift the radius at the end relative to the start: below 1 the pen curls inwards
   */
  round(centre: Point, radii: Point, from: number, sweep: number, drift = 1): Point[] {
    const spans = Math.max(2, Math.round(Math.abs(sweep) / 45));
    return Array.from({ length: spans + 1 }, (_, i) => {
      const angle = ((from + (sweep * i) / spans) * Math.PI) / 180;
      const reach = 1 + ((drift - 1) * i) / spans;
      return this.at(
        centre[0] + radii[0] * reach * Math.cos(angle),
        centre[1] + radii[1] * reach * Math.sin(angle),
      );
    });
  }
}
