// The steps of one octave.
import { dispose, type Tensor4D } from '@tensorflow/tfjs-core';
import { TrainingError } from '../../../src/errors';
import type { ExperimentEvent } from '../../experiment';
import type { Random } from '../../training/random';
import type { Canvas } from './canvas';
import type { PictureNetwork } from './network/picture-network';
import type { Prepared } from './prepare';
import { ascend, roll, type Slope, slopeOf } from './step';
import { tiledSlope } from './tiles';
import type { DeepdreamHyperparameters, DeepdreamSample, OctaveRecord } from './types';

/** Pictures of the dream come at most this often, and take at most this share of the time. */
const SAMPLE_MS = 200;
const SAMPLE_SHARE = 0.1;

export interface OctaveSetup {
  canvas: Canvas;
  /** Is filled in. */
  record: OctaveRecord;
  network: PictureNetwork;
  prepared: Prepared;
  hyperparameters: DeepdreamHyperparameters;
  random: Random;
  name: string;
  /** Of the octave, from 1, and how many there are. */
  number: number;
  octaves: number;
  /** Of a step, in units of a step of the largest octave. */
  work: number;
}

type Event = ExperimentEvent<DeepdreamSample>;

/** @returns the steps taken */
export async function* ascendOctave(setup: OctaveSetup): AsyncGenerator<Event, number, void> {
  const { canvas, record, hyperparameters, name, number, octaves, work } = setup;
  const { steps, stepSize, maxLoss } = hyperparameters;
  let due = performance.now() + SAMPLE_MS;
  for (let step = 1; step <= steps; step++) {
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
      const place = { phase: name, epoch: number, epochs: octaves, batch: step, batches: steps };
      yield { type: 'step', ...place, metrics: { loss: slope.loss.clone() }, work: work - worked };
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
