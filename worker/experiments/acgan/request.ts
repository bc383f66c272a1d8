import { InvalidInputError } from '../../../src/errors';
import { CLASSES } from './network';
import type { AcganRequest } from './types';

const MOST_PICTURES = 1000;

/**
 * Fills in what a request leaves out, or gives as null.
 * @throws InvalidInputError naming what is wrong with it
 */
export function readRequest(request: AcganRequest): Required<AcganRequest> {
  if (typeof request !== 'object' || request === null) {
    throw new InvalidInputError(
      `A request is an object such as { digit: 7, count: 16 }, but this is ${show(request)}.`,
    );
  }
  const { digit } = request;
  const count = request.count ?? 1;
  const seed = request.seed ?? Math.floor(Math.random() * 2 ** 32);
  if (!isWhole(digit, 0, CLASSES - 1)) throw wrong('digit', digit, 'a whole number from 0 to 9');
  if (!isWhole(count, 1, MOST_PICTURES))
    throw wrong('count', count, `a whole number from 1 to ${MOST_PICTURES}`);
  if (!Number.isFinite(seed)) throw wrong('seed', seed, 'a number');
  return { digit, count, seed };
}

function isWhole(value: unknown, min: number, max: number): boolean {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
}

function wrong(field: string, value: unknown, allowed: string): InvalidInputError {
  return new InvalidInputError(`${field} is ${show(value)}; allowed is ${allowed}.`);
}

function show(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
