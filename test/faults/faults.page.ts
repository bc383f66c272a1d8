// In the page: a lab with something saved, a run, and what becomes of both.
import type { Lab, Result, Run } from '../../src/index';
import { begin, goOn, hashOf, NETWORK, POINTS, type TaskName, tell } from './tasks';

export { sequence } from './sequences';
export { soakRuns, soakSteps } from './soak';

export interface Setting {
  /** The source of the module that does harm from within. */
  saboteur: string;
  backend: 'wasm' | 'webgpu';
  /** As `createLab` has it. */
  stallTimeout?: number;
}

/** What a run came to. */
export interface Outcome {
  /** Same bits as the run that nothing interrupted; absent where it ended in an error. */
  hash?: number;
  history?: string;
  values?: number[];
  error?: { name: string; message: string; typed: boolean; reason?: string };
  /** How long it took from its beginning on, in milliseconds. */
  ms: number;
}

const KEPT = 'kept';
const CHECKPOINT = 'going on';
const INPUT = POINTS.x.slice(0, 8);

/** The last one alone: who keeps them keeps their listeners. */
let worker: Worker | undefined;
let workers = 0;
const unhandled: string[] = [];
const warnings: string[] = [];
let lab: Lab;
let going: { task: TaskName; run: Run; start: number } | undefined;
let settled = false;
let held: { tensors: number; bytes: number } | undefined;

const { Worker: Original } = globalThis;
globalThis.Worker = class extends Original {
  constructor(...args: ConstructorParameters<typeof Original>) {
    super(...args);
    worker = this;
    workers += 1;
  }
};
addEventListener('unhandledrejection', ({ reason }) => unhandled.push(String(reason)));

export async function openLab({ saboteur, backend, stallTimeout }: Setting): Promise<void> {
  lab = await window.trainlab.createLab({
    ...{ backends: [backend], threads: 1, startTimeout: 60_000 },
    ...(stallTimeout !== undefined && { stallTimeout }),
  });
  lab.on('warning', ({ message }) => warnings.push(message));
  await lab.register('saboteur', `data:text/javascript,${encodeURIComponent(saboteur)}`);
}

/** Saves a model that has to be there afterwards. @returns what its weights and its answers hash to */
export async function saveOne(): Promise<number> {
  const { model } = await lab.fit(NETWORK, POINTS, { epochs: 1, seed: 1 });
  await model.save(KEPT);
  const hash = hashOf(await answers(model));
  await model.dispose();
  return hash;
}

async function answers(model: Awaited<ReturnType<Lab['load']>>): Promise<number[]> {
  const weights = (await model.weights()).flatMap(({ data }) => [...(data as Float32Array)]);
  const { data } = (await model.predict(INPUT)) as { data: Float32Array };
  return [...weights, ...data];
}

export async function start(task: TaskName, options: Record<string, unknown> = {}): Promise<void> {
  held = await lab.memory();
  follow(task, begin(lab, task, options));
}

export function startAgain(task: TaskName): void {
  follow(task, goOn(lab, task, CHECKPOINT));
}

function follow(task: TaskName, run: Run): void {
  settled = false;
  going = { task, run, start: performance.now() };
  const settle = () => {
    settled = true;
  };
  run.then(settle, settle);
}

export const isOver = () => settled;

/** Resolves when the run has come so far, from 0 to 1, or is over; early, some milliseconds after its beginning. */
export async function moment(share: number): Promise<void> {
  if (share < 0.15) return new Promise((resolve) => setTimeout(resolve, share * 2000));
  const { run } = going!;
  await new Promise<void>((resolve) => {
    run.on('progress', ({ step, steps }) => step >= share * steps && resolve());
    run.then(
      () => resolve(),
      () => resolve(),
    );
  });
}

/** @returns what became of it; `undefined` if nothing did in that time */
export async function outcome(patience: number): Promise<Outcome | undefined> {
  const { run, start } = going!;
  const ended = await within(patience, outcomeOf(run));
  return ended && { ...ended, ms: performance.now() - start };
}

async function outcomeOf(run: Run): Promise<Omit<Outcome, 'ms'>> {
  try {
    const result: Result = await run;
    const told = await tell(result);
    await result.model.dispose();
    return told;
  } catch (error) {
    return { error: described(error) };
  }
}

function described(error: unknown): NonNullable<Outcome['error']> {
  const { name, message, reason } = error as Error & { reason?: string };
  const { TrainlabError } = window.trainlab;
  // The base class alone is what came from the worker unforeseen.
  const typed = error instanceof TrainlabError && Object.getPrototypeOf(error) !== TrainlabError.prototype;
  return { name, message, typed, ...(reason && { reason }) };
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export interface Aftermath {
  /** What the saved model hashes to now. */
  kept: number | NonNullable<Outcome['error']>;
  /** What the lab holds beyond what it held before the run; absent where it has ended. */
  left?: { tensors: number; bytes: number };
  /** What the same run comes to in the same lab. */
  checkpoints: string[];
  workers: number;
  warnings: string[];
  unhandled: string[];
}

/** What is left, in this lab if it lives, else in another one. */
export async function aftermath(setting: Setting, patience: number): Promise<Aftermath | undefined> {
  return within(patience, inspect(setting));
}

async function inspect(setting: Setting): Promise<Aftermath> {
  const now = await lab.memory().catch(() => undefined);
  if (!now) await openLab(setting);
  const left =
    now && held ? { tensors: now.tensors - held.tensors, bytes: now.bytes - held.bytes } : undefined;
  let kept = await loadKept().catch((error: Error) => described(error));
  // What the fault has taken of the heap, it never gives back.
  if (typeof kept === 'object' && kept.name === 'OutOfMemoryError') {
    lab.terminate();
    await openLab(setting);
    kept = await loadKept().catch((error: Error) => described(error));
  }
  const checkpoints = (await lab.checkpoints()).map(({ name }) => name);
  const rest = { checkpoints, workers, warnings: [...warnings], unhandled: [...unhandled] };
  return { kept, ...(left && { left }), ...rest };
}

async function loadKept(): Promise<number> {
  const model = await lab.load(KEPT);
  const hash = hashOf(await answers(model as never));
  await model.dispose();
  return hash;
}

export const endLab = () => lab.terminate();

/** The worker ends as if the system had ended it. */
export const kill = () => worker!.terminate();

export function sabotage(what: string): void {
  const channel = new BroadcastChannel('faults');
  channel.postMessage(what);
  channel.close();
}

/** @returns how a save ended while there was no room */
export async function saveWithoutRoom(): Promise<Outcome['error'] | undefined> {
  const fresh = await lab.fit(
    [
      { type: 'dense', units: 4096, inputShape: [64] },
      { type: 'dense', units: 64 },
    ],
    { x: { data: new Float32Array(64), shape: [1, 64] }, y: { data: new Float32Array(64), shape: [1, 64] } },
    { epochs: 1, seed: 1 },
  );
  const failed = async (name: string) =>
    fresh.model.save(name, { overwrite: true }).then(() => undefined, described);
  // What room there is the browser looks up every few seconds only.
  for (let i = 0; i < 100 && !(await failed('more')); i++)
    await new Promise((resolve) => setTimeout(resolve, 250));
  const error = await failed(KEPT);
  await fresh.model.dispose();
  return error;
}

export const hasCheckpoint = async () => (await lab.checkpoints()).length > 0;

interface Written {
  version: number;
  checksum: number;
  header: string;
  states: { json: string; bytes: Uint8Array };
}

export const REGIONS = ['version', 'newer', 'checksum', 'header', 'json', 'bytes', 'cut', 'foreign'] as const;
export type Region = (typeof REGIONS)[number];

let original: Written | undefined;

/** Changes a checkpoint as it lies in the browser's storage. @param where from 0 to 1, in its region */
export async function corrupt(region: Region, where: number): Promise<void> {
  const written = await checkpointBytes();
  original = structuredClone(written);
  const { states } = written;
  const changed: Record<Region, () => unknown> = {
    version: () => ({ ...written, version: 0 }),
    newer: () => ({ ...written, version: 99 }),
    checksum: () => ({ ...written, checksum: written.checksum ^ (1 << Math.floor(where * 31)) }),
    header: () => ({ ...written, header: flipped(written.header, where) }),
    json: () => ({ ...written, states: { ...states, json: flipped(states.json, where) } }),
    bytes: () => {
      states.bytes[Math.floor(where * states.bytes.length)]! ^= 1 << Math.floor(where * 8);
      return written;
    },
    cut: () => ({
      ...written,
      states: { ...states, bytes: states.bytes.slice(0, Math.floor(where * states.bytes.length)) },
    }),
    foreign: () => ({ a: 'thing of somebody else' }),
  };
  await putCheckpoint(changed[region]());
}

export const mend = () => putCheckpoint(original);

/** Whether the checkpoint still lies there as it was left. */
export async function isKept(): Promise<boolean> {
  return (await checkpointBytes()) !== undefined;
}

function flipped(text: string, where: number): string {
  const at = Math.floor(where * text.length);
  return `${text.slice(0, at)}${String.fromCharCode(text.charCodeAt(at) ^ 1)}${text.slice(at + 1)}`;
}

const checkpointBytes = () => inStore('readonly', (store) => store.get(CHECKPOINT)) as Promise<Written>;

async function putCheckpoint(value: unknown): Promise<void> {
  await inStore('readwrite', (store) => store.put(value, CHECKPOINT));
}

function inStore(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('trainlab checkpoints');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction('bytes', mode);
      const request = ask(transaction.objectStore('bytes'));
      transaction.oncomplete = () => {
        database.close();
        resolve(request.result);
      };
      transaction.onerror = () => reject(transaction.error);
    };
  });
}
