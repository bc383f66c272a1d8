// A run's whole state as bytes: what a run goes on from, here, in another worker, or after the page was closed.
import { CheckpointError } from '../../src/errors';
import type { CheckpointInfo } from '../../src/protocol';
import { crc32 } from '../data/crc32';
import { type Packed, pack, unpack } from '../network/packed-data';
import type { CheckpointPlan } from './checkpoint-option';
import type { PartStates } from './run-state';

/** Newer ones are refused. */
const VERSION = 1;

/** What a checkpoint is of. */
export interface CheckpointHeader {
  experiment: string;
  seed: number;
  /** As they were given, as far as they are plain data. */
  options: Record<string, unknown>;
  /** The options that have to be given again, such as files. */
  needs: string[];
  /** How often one is taken, as it was given. */
  every: unknown;
  phase: string;
  /** From 1; steps are of the whole run. */
  epoch: number;
  step: number;
  steps: number;
}

/** A checkpoint that was read. */
export interface Checkpoint extends CheckpointHeader {
  states: PartStates;
}

/** As it is kept. */
export interface CheckpointBytes {
  version: number;
  /** Of all bytes and both texts. */
  checksum: number;
  header: string;
  states: Packed;
}

interface Asked {
  name: string;
  /** The options as the page gave them. */
  given: Record<string, unknown>;
  seed: number;
  plan: CheckpointPlan | undefined;
}

/** What a run's checkpoints say of it, wherever it stands. */
export function headerOf({ name, given, seed, plan }: Asked) {
  const all = Object.entries(given).filter(([, value]) => value !== undefined);
  const kept = all.filter(([, value]) => isPlain(value));
  const needs = all.filter(([, value]) => !isPlain(value)).map(([field]) => field);
  const header = { experiment: name, seed, needs, every: plan?.given };
  return { ...header, options: Object.fromEntries(kept) };
}

/** Whether JSON can hold it: no files, pictures or handles. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  const isObject = Object.getPrototypeOf(value) === Object.prototype;
  if (!isObject || 'labModel' in value || 'labDataset' in value) return false;
  return Object.values(value).every(isPlain);
}

/** What a list of checkpoints says of one. */
export function infoOf(
  { experiment, phase, epoch, step, steps, needs }: Checkpoint,
  { states, header }: CheckpointBytes,
): Omit<CheckpointInfo, 'name'> {
  const bytes = states.bytes.length + states.json.length + header.length;
  return { experiment, phase, epoch, step, steps, needs, bytes, date: Date.now() };
}

const utf8 = new TextEncoder();

export function writeCheckpoint({ states, ...header }: Checkpoint): CheckpointBytes {
  const bytes = { version: VERSION, header: JSON.stringify(header), states: pack(states) };
  return { ...bytes, checksum: sumOf(bytes) };
}

/** @throws CheckpointError if it is not what was written */
export function readCheckpoint(bytes: CheckpointBytes, name = 'the checkpoint'): Checkpoint {
  const { version, header, states } = bytes ?? {};
  if (Number.isInteger(version) && version > VERSION) {
    const message = `${name} was written by a newer version of this package (format ${version}, known is ${VERSION}).`;
    throw new CheckpointError('newer', message);
  }
  try {
    if (version === VERSION && sumOf(bytes) === bytes.checksum) {
      return { ...JSON.parse(header), states: unpack(states) as PartStates };
    }
  } catch {
    // It is corrupt, as it is where the sums differ.
  }
  throw new CheckpointError('corrupt', `${name} is not what was written: its checksum does not fit.`);
}

function sumOf({ version, header, states }: Omit<CheckpointBytes, 'checksum'>): number {
  return crc32(utf8.encode(`${version}${header}${states.json}`), states.bytes);
}
