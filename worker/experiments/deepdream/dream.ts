// Gradient ascent on a picture, octave by octave. After Keras' deep_dream.
import { dispose, type Tensor4D } from '@tensorflow/tfjs-core';
import { TrainingError } from '../../../src/errors';
import type { EpochRecord, PhaseResult, Pixels } from '../../../src/protocol';
import type { ExperimentEvent, SoFar, TrainContext } from '../../experiment';
import type { Random, RandomState } from '../../training/random';
import { Canvas, type CanvasState } from './canvas';
import type { PictureNetwork } from './network/picture-network';
import type { DeepdreamHyperparameters } from './options';
import { planSizes } from './plan';
import type { Prepared } from './prepare';
import { ascend, roll, type Slope, slopeOf, tiledSlope } from './step';
import type { DeepdreamSample, OctaveRecord } from './types';

export interface Dream {
  original: Pixels;
  network: PictureNetwork;
  prepared: Prepared;
  /** `maxSize` and `tileSize` chosen. */
  hyperparameters: DeepdreamHyperparameters;
  random: Random;
  /** Takes in where the dream stands, as part of the run's checkpoints. */
  keep?: TrainContext['keep'];
}

/** Where a dream stands: between two steps, or two octaves. */
interface Place {
  /** From 0, of the step that comes next. */
  octave: number;
  /** How many of the octave's steps are done. */
  step: number;
}

interface DreamState extends Place {
  /** The octave's stream. */
  random: RandomState | undefined;
  canvas: CanvasState;
  records: OctaveRecord[];
  history: EpochRecord[];
  phases: PhaseResult[];
  /** Of the octave so far. */
  durationMs: number;
}

export interface Dreamt {
  image: ImageData;
  octaves: OctaveRecord[];
  history: EpochRecord[];
  phases: PhaseResult[];
}

type Event = ExperimentEvent<DeepdreamSample>;

/** @param soFar makes what a run that ends early gives out of what there is */
export async function* dream(
  { original, network, prepared, hyperparameters, random, keep }: Dream,
  soFar?: (dreamt: Pick<Dreamt, 'image' | 'octaves'>) => SoFar,
): AsyncGenerator<Event, Dreamt, void> {
  const { sizes, warnings } = planSizes(original, network, prepared.features, hyperparameters);
  for (const message of warnings) yield { type: 'warning', message };
  const { steps } = hyperparameters;
  const largest = sizes.at(-1)!;
  const works = sizes.map(([height, width]) => (height * width) / (largest[0] * largest[1]));
  yield {
    type: 'plan',
    steps: sizes.length * steps,
    work: works.reduce((sum, work) => sum + steps * work, 0),
  };

  const canvas = new Canvas(original, network, { smallest: sizes[0]!, largest });
  const records: OctaveRecord[] = [];
  const history: EpochRecord[] = [];
  const phases: PhaseResult[] = [];
  const place: Place = { octave: 0, step: 0 };
  let [start, octaveRandom] = [performance.now(), random];
  let octaveState: RandomState | undefined;
  try {
    keep?.('dream', {
      save: async (): Promise<DreamState> => ({
        ...{
          ...place,
          random: place.step > 0 ? octaveRandom.state : undefined,
          canvas: await canvas.state(),
        },
        ...{ records: structuredClone(records), history: [...history], phases: [...phases] },
        durationMs: performance.now() - start,
      }),
      load(state: DreamState) {
        Object.assign(place, { octave: state.octave, step: state.step });
        canvas.load(state.canvas);
        records.push(...state.records);
        history.push(...state.history);
        phases.push(...state.phases);
        start = performance.now() - state.durationMs;
        octaveState = state.random;
      },
    });
    if (soFar) {
      const outcome = async () => soFar({ image: await canvas.finished(), octaves: records });
      yield { type: 'so-far', outcome };
    }
    const blank = { octave: 1, octaves: sizes.length, step: 0, steps, loss: Number.NaN };
    const [image, undreamt] = [await canvas.shown(), await canvas.finished()];
    yield { type: 'sample', epoch: 1, sample: { ...blank, image, original: undreamt } };
    for (const [i, size] of sizes.entries()) {
      if (i < place.octave) continue;
      const resumed = place.step > 0;
      if (!resumed) start = performance.now();
      const name = `octave ${i + 1}`;
      const counts = { trainableParameters: 0, frozenParameters: network.parameters };
      yield { type: 'phase', name, ...counts };
      octaveRandom = random.fork(name);
      if (octaveState) octaveRandom.state = octaveState;
      octaveState = undefined;
      if (!resumed) {
        if (i > 0) canvas.enlarge(size);
        records.push({ width: size[1], height: size[0], losses: [], ended: 'stop' });
      }
      const record = records.at(-1)!;
      const setup: OctaveSetup = {
        ...{ canvas, record, network, prepared, hyperparameters, random: octaveRandom, place },
        ...{ name, number: i + 1, octaves: sizes.length, work: works[i]! },
      };
      const taken = yield* ascendOctave(setup);
      canvas.restoreDetail();
      const loss = record.losses.at(-1) ?? Number.NaN;
      const sample = { octave: i + 1, octaves: sizes.length, step: taken, steps, loss };
      yield { type: 'sample', epoch: i + 1, sample: { ...sample, image: await canvas.shown() } };
      const durationMs = performance.now() - start;
      const metrics = { loss, steps: taken };
      history.push({ phase: name, epoch: i + 1, metrics, durationMs });
      phases.push({ name, epoch: i + 1, metrics, durationMs, ...counts });
      yield { type: 'epoch', epochs: sizes.length, ...history.at(-1)! };
      Object.assign(place, { octave: i + 1, step: 0 });
      yield { type: 'epoch-end' };
    }
    return { image: await canvas.finished(), octaves: records, history, phases };
  } finally {
    canvas.dispose();
  }
}

/** Pictures of the dream come at most this often, and take at most this share of the time. */
const SAMPLE_MS = 200;
const SAMPLE_SHARE = 0.1;

interface OctaveSetup {
  canvas: Canvas;
  /** Is filled in. */
  record: OctaveRecord;
  network: PictureNetwork;
  prepared: Prepared;
  hyperparameters: DeepdreamHyperparameters;
  random: Random;
  /** Its step is where the octave begins, and follows. */
  place: Place;
  name: string;
  /** Of the octave, from 1, and how many there are. */
  number: number;
  octaves: number;
  /** Of a step, in units of a step of the largest octave. */
  work: number;
}

/** @returns the steps taken */
async function* ascendOctave(setup: OctaveSetup): AsyncGenerator<Event, number, void> {
  const { canvas, record, hyperparameters, place, name, number, octaves, work } = setup;
  const { steps, stepSize, maxLoss } = hyperparameters;
  let due = performance.now() + SAMPLE_MS;
  for (let step = place.step + 1; step <= steps; step++) {
    const { slope, worked } = yield* slopeAt(setup);
    try {
      const [loss] = await slope.loss.data();
      if (!Number.isFinite(loss)) throw new TrainingError(`The loss is ${loss} in ${name}, step ${step}.`);
      record.losses.push(loss!);
      if (loss! > maxLoss) {
        record.ended = 'maxLoss';
        if (step === 1) {
          const message = `The loss of ${name} is ${loss!.toPrecision(3)} before its first step: above maxLoss ${maxLoss}, it adds nothing.`;
          yield { type: 'warning', message };
        }
        yield { type: 'work', work: (steps - step + 1) * work - worked };
        return step - 1;
      }
      canvas.picture = ascend(canvas.picture, slope.gradient, stepSize);
      place.step = step;
      const told = { phase: name, epoch: number, epochs: octaves, batch: step, batches: steps };
      yield { type: 'step', ...told, metrics: { loss: slope.loss.clone() }, work: work - worked };
      const now = performance.now();
      if (now > due && step < steps) {
        const sample = { octave: number, octaves, step, steps, loss: loss!, image: await canvas.shown() };
        due = performance.now() + Math.max(SAMPLE_MS, (performance.now() - now) / SAMPLE_SHARE);
        yield { type: 'sample', epoch: number, sample };
      }
    } finally {
      dispose([slope.loss, slope.gradient]);
    }
  }
  record.ended = 'steps';
  return steps;
}

/** Gives also what it reported of the step's work already: large pictures take long. */
async function* slopeAt({
  canvas: { picture },
  prepared: { features, terms },
  hyperparameters: { tileSize, jitter },
  random,
  work,
}: OctaveSetup): AsyncGenerator<Event, { slope: Slope; worked: number }, void> {
  const [, height, width] = picture.shape;
  if (features.size || (height <= tileSize && width <= tileSize)) {
    return { slope: jitter > 0 ? jittered() : slopeOf(features, terms, picture), worked: 0 };
  }
  const tiles = tiledSlope(features, terms, picture, tileSize, random);
  try {
    while (true) {
      const { done, value } = await tiles.next();
      if (done) return { slope: value, worked: work };
      yield { type: 'work', work: value * work };
    }
  } finally {
    await tiles.return(undefined as never);
  }

  function jittered(): Slope {
    const [down, right] = [0, 0].map(() => random.integer(2 * jitter + 1) - jitter) as [number, number];
    const rolled = roll(picture, down, right);
    const { loss, gradient } = slopeOf(features, terms, rolled);
    rolled.dispose();
    const back: Tensor4D = roll(gradient, -down, -right);
    gradient.dispose();
    return { loss, gradient: back };
  }
}
